package belt.http.swarm;

import belt.http.server.ApiError;
import belt.http.server.ApiVersion;
import belt.http.server.Exchange;
import belt.http.server.Query;
import belt.http.server.Router;
import belt.model.NodeId;
import belt.model.Service;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.store.View;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `/services/{id}/logs` and `/tasks/{id}/logs`.
final class LogsApi {
    private static final ApiVersion MULTIPLEXED_TYPE_SINCE = new ApiVersion(1, 42);

    private final LeaderGate gate;
    private final LogSource source;

    LogsApi(LeaderGate gate, LogSource source) {
        this.gate = gate;
        this.source = source;
    }

    void addTo(Router router) {
        router.on("GET", "/services/{id}/logs", gate.onLeader(this::ofService))
                .on("GET", "/tasks/{id}/logs", gate.onLeader(this::ofTask));
    }

    private record Selection(List<Task> tasks, boolean tty) {}

    private void ofService(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException, InterruptedException {
        copy(
                exchange,
                cluster.store()
                        .read(view -> {
                            Service service = Lookup.service(view, parts.getFirst());
                            return new Selection(
                                    List.copyOf(view.tasksOf(service.id())),
                                    service.spec().task().container().tty());
                        }));
    }

    private void ofTask(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException, InterruptedException {
        copy(
                exchange,
                cluster.store()
                        .read(view -> {
                            Task task = Lookup.task(view, parts.getFirst());
                            return new Selection(List.of(task), tty(view, task));
                        }));
    }

    private static boolean tty(View view, Task task) {
        return view.spec(task.serviceId(), task.specVersion())
                .map(ServiceSpec::task)
                .map(spec -> spec.container().tty())
                .orElse(false);
    }

    private void copy(Exchange exchange, Selection selection)
            throws IOException, InterruptedException {
        Query query = exchange.query();
        LogSource.Wish wish = wish(query);
        Map<NodeId, List<TaskId>> byNode = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (Task task : selection.tasks()) {
            NodeId node = task.nodeId();
            if (node == null) {
                missing.add("task " + task.id() + " has not been scheduled");
            } else if (wish.follow() || !task.state().before(TaskState.RUNNING)) {
                byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(task.id());
            }
        }
        LogLines lines =
                new LogLines(
                        selection.tasks(),
                        query.lenientFlag("details"),
                        wish.timestamps(),
                        selection.tty());
        Thread reader = Thread.currentThread();
        exchange.whenClientGone(reader::interrupt);
        OutputStream out = exchange.stream(200, type(exchange, selection.tty()));
        long number = source.open(byNode, missing, wish, lines);
        try {
            lines.copyTo(out);
        } finally {
            source.cancel(number);
        }
    }

    private static String type(Exchange exchange, boolean tty) {
        return tty || exchange.version().compareTo(MULTIPLEXED_TYPE_SINCE) < 0
                ? "application/vnd.docker.raw-stream"
                : "application/vnd.docker.multiplexed-stream";
    }

    private static LogSource.Wish wish(Query query) {
        boolean stdout = query.lenientFlag("stdout");
        boolean stderr = query.lenientFlag("stderr");
        if (!stdout && !stderr) {
            throw new ApiError(500, "Bad parameters: you must choose at least one stream");
        }
        return new LogSource.Wish(
                query.lenientFlag("follow"),
                stdout,
                stderr,
                query.lenientFlag("timestamps"),
                LogTime.parse(query.text("since")).orElse(null),
                tail(query.text("tail")));
    }

    static long tail(String text) {
        if (text.isEmpty() || text.equals("all")) {
            return -1;
        }
        long lines;
        try {
            lines = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ApiError(500, "tail value must be a positive integer or \"all\"");
        }
        if (lines < 0) {
            throw new ApiError(500, "negative tail values not supported");
        }
        return lines;
    }
}
