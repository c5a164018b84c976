package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.problem.CliProblem;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.LogStream;
import belt.client.NodeSummary;
import belt.client.ServiceSummary;
import belt.client.TaskSummary;
import belt.core.BeltException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// `belt logs`.
final class Logs implements Command {
    private final Opt<Boolean> follow =
            Opt.flag("-f, --follow").help("go on with what is printed next");
    private final Opt<String> tail =
            Opt.text("--tail", "N").orElse("all").help("only the last lines of each task");
    private final Opt<Boolean> raw = Opt.flag("--raw").help("without the task's name in front");
    private final Opt<String> unit =
            Opt.text("--unit", "UNIT").help("the node's own log instead: beltd or engine");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.SERVICES, "logs", "Show what tasks print, or a node's own log")
                .arguments("TASK|SERVICE|NODE")
                .options(follow, tail, raw, unit)
                .example("belt logs web", "all tasks of a service")
                .example("belt logs -f --tail 10 web", "the last lines, and what follows")
                .example("belt logs --unit beltd node2", "the daemon's log of a node")
                .unrecorded();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        long lines = lines(call.get(tail));
        Optional<String> own = call.find(unit);
        if (own.isPresent()) {
            return new UnitLog(call, own.get(), lines, call.has(follow)).print(call.argument(0));
        }
        try (Apis apis = Apis.of(call, call.cluster())) {
            ClusterClient client = apis.manager().client();
            var names = new Names(client);
            try (LogStream log = open(client, call.argument(0), lines, call.has(follow))) {
                for (var line = log.next(); line.isPresent(); line = log.next()) {
                    PrintStream to = line.get().error() ? call.io().err() : call.io().out();
                    String prefix = call.has(raw) ? "" : names.of(line.get()) + "    | ";
                    to.println(prefix + line.get().text());
                    to.flush();
                }
            }
        }
        return Exit.DONE;
    }

    private static long lines(String text) {
        return text.equals("all") ? -1 : Numbers.count(text);
    }

    private static LogStream open(ClusterClient client, String name, long lines, boolean follow) {
        Optional<ServiceSummary> service = client.findService(name);
        if (service.isPresent()) {
            return client.serviceLogs(service.get().id(), lines, follow);
        }
        try {
            return client.taskLogs(client.requireTask(name).id(), lines, follow);
        } catch (BeltException.NotFound e) {
            throw new BeltException.NotFound(
                            CliProblem.NO_MATCH,
                            "there is no service and no task '" + name + "'",
                            e)
                    .withRemedy("belt service ls");
        }
    }

    /// `web.1.k2j5q0x8y1ab@node1`, looked up once a task.
    private static final class Names {
        private final ClusterClient client;
        private final Map<String, String> known = new HashMap<>();

        Names(ClusterClient client) {
            this.client = client;
        }

        String of(LogStream.Line line) {
            return known.computeIfAbsent(line.taskId(), this::name);
        }

        private String name(String taskId) {
            try {
                TaskSummary task = client.requireTask(taskId);
                ServiceSummary service = client.requireService(task.serviceId());
                NodeSummary node = client.requireNode(task.nodeId());
                String slot = task.slot() > 0 ? Long.toString(task.slot()) : task.nodeId();
                return service.name()
                        + "."
                        + slot
                        + "."
                        + TaskTable.id(taskId, false)
                        + "@"
                        + node.hostname();
            } catch (BeltException.NotFound _) {
                return TaskTable.id(taskId, false); // removed meanwhile: its words still count
            }
        }
    }
}
