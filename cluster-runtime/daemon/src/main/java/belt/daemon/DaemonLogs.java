package belt.daemon;

import belt.control.dispatcher.LogBroker;
import belt.core.BeltException;
import belt.http.swarm.LogSource;
import belt.model.NodeId;
import belt.model.TaskId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the API's logs come from: tasks' through the dispatcher, the daemons' from their log files or the journal.
final class DaemonLogs implements LogSource {
    private static final Map<String, String> UNITS = Map.of("beltd", "beltd", "engine", "dockerd");
    private static final Map<String, String> JOURNAL = Map.of("beltd", "beltd", "engine", "docker");
    private static final Path FOLDER = Path.of("/var/log/belt");

    private final ClusterNode node;

    DaemonLogs(ClusterNode node) {
        this.node = node;
    }

    @Override
    public long open(Map<NodeId, List<TaskId>> tasks, List<String> missing, Wish wish, Sink sink) {
        Optional<LogBroker> broker = broker();
        if (broker.isEmpty()) {
            sink.end(List.of("this manager leads no longer"));
            return 0;
        }
        var wanted =
                new LogBroker.Wish(
                        wish.follow(),
                        wish.stdout(),
                        wish.stderr(),
                        wish.timestamps(),
                        wish.since(),
                        wish.tail());
        return broker.get()
                .open(
                        tasks,
                        missing,
                        wanted,
                        new LogBroker.Sink() {
                            @Override
                            public void chunk(NodeId from, TaskId task, int stream, byte[] data) {
                                sink.chunk(from, task, stream, data);
                            }

                            @Override
                            public void end(List<String> lost) {
                                sink.end(lost);
                            }
                        });
    }

    @Override
    public void cancel(long number) {
        broker().ifPresent(broker -> broker.cancel(number));
    }

    private Optional<LogBroker> broker() {
        return node.manager().flatMap(ManagerSide::leader).map(LeaderSide::logs);
    }

    @Override
    public void copy(String unit, long tail, boolean follow, OutputStream to)
            throws IOException, InterruptedException {
        if (!UNITS.containsKey(unit)) {
            throw new BeltException.NotFound(
                            DaemonProblem.STATE, "there is no log of '" + unit + "'")
                    .withDetail(
                            "the logs are "
                                    + String.join(", ", UNITS.keySet().stream().sorted().toList()));
        }
        Process process =
                new ProcessBuilder(command(unit, tail, follow))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var out = process.getInputStream()) {
            out.transferTo(to);
            process.waitFor();
        } finally {
            process.destroy();
        }
    }

    private static List<String> command(String unit, long tail, boolean follow) {
        Path file = FOLDER.resolve(UNITS.getOrDefault(unit, unit) + ".log");
        String lines = tail < 0 ? "+1" : Long.toString(tail);
        var command = new ArrayList<String>();
        if (Files.exists(file)) {
            command.addAll(List.of("tail", "-n", lines));
            if (follow) {
                command.add("-F");
            }
            command.add(file.toString());
        } else {
            command.addAll(
                    List.of(
                            "journalctl",
                            "--no-pager",
                            "-o",
                            "cat",
                            "-u",
                            JOURNAL.getOrDefault(unit, unit)));
            command.addAll(List.of("-n", tail < 0 ? "all" : lines));
            if (follow) {
                command.add("-f");
            }
        }
        return command;
    }
}
