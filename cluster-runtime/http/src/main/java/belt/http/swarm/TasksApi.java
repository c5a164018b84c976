package belt.http.swarm;

import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.TaskJson;
import belt.http.shape.Words;
import belt.model.NodeId;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskSpec;
import belt.model.TaskState;
import belt.store.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/tasks`.
final class TasksApi {
    private static final Set<String> FILTERS =
            Set.of(
                    "id",
                    "name",
                    "label",
                    "service",
                    "node",
                    "desired-state",
                    "runtime",
                    "_up-to-date");
    private static final Set<String> STATES =
            Arrays.stream(TaskState.values()).map(Words::of).collect(Collectors.toSet());

    private final LeaderGate gate;

    TasksApi(LeaderGate gate) {
        this.gate = gate;
    }

    void addTo(Router router) {
        router.on("GET", "/tasks", gate.onLeader(this::list))
                .on("GET", "/tasks/{id}", gate.onLeader(this::inspect));
    }

    private record Row(Task task, @Nullable ServiceSpec spec) {}

    private static Row row(View view, Task task) {
        return new Row(task, view.spec(task.serviceId(), task.specVersion()).orElse(null));
    }

    private void inspect(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster) {
        Row row = cluster.store().read(view -> row(view, Lookup.task(view, parts.getFirst())));
        exchange.json(200, json -> TaskJson.write(json, row.task(), row.spec()));
    }

    private void list(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException {
        Filters filters = Filters.parse(exchange, FILTERS);
        filters.requireWords("desired-state", STATES, "desired-state");
        List<Row> rows = cluster.store().read(view -> rows(view, filters));
        exchange.longJson(
                200,
                json -> json.array(rows, (o, row) -> TaskJson.write(o, row.task(), row.spec())));
    }

    private static List<Row> rows(View view, Filters filters) {
        Set<ServiceId> services = new HashSet<>();
        filters.all("service").forEach(each -> services.add(service(view, each)));
        Set<NodeId> nodes = new HashSet<>();
        filters.all("node").forEach(each -> nodes.add(Lookup.node(view, each).id()));
        List<Row> rows = new ArrayList<>();
        for (Task task : candidates(view, services, nodes)) {
            NodeId node = task.nodeId();
            if ((nodes.isEmpty() || node != null && nodes.contains(node))
                    && matches(view, task, filters)) {
                rows.add(row(view, task));
            }
        }
        return rows;
    }

    /// A removed service can still be asked for by its id, while its tasks stop.
    private static ServiceId service(View view, String text) {
        ServiceId id = new ServiceId(text);
        return view.tasksOf(id).isEmpty() ? Lookup.service(view, text).id() : id;
    }

    private static Collection<Task> candidates(
            View view, Set<ServiceId> services, Set<NodeId> nodes) {
        if (!services.isEmpty()) {
            return services.stream().flatMap(id -> view.tasksOf(id).stream()).toList();
        }
        return nodes.size() == 1 ? view.tasksOn(nodes.iterator().next()) : view.tasks();
    }

    private static boolean matches(View view, Task task, Filters filters) {
        return filters.prefix("id", task.id().value())
                && (!filters.has("name") || filters.prefix("name", Lookup.name(view, task)))
                && (!filters.has("label") || filters.labels("label", serviceLabels(view, task)))
                && filters.any("desired-state", word -> word.equals(Words.of(task.desired())))
                && (!filters.has("runtime") || isRuntime(view, task, filters))
                && (!filters.has("_up-to-date") || upToDate(view, task, filters));
    }

    private static boolean isRuntime(View view, Task task, Filters filters) {
        return view.spec(task.serviceId(), task.specVersion())
                .map(spec -> filters.any("runtime", word -> isRuntime(word, spec.task())))
                .orElse(true);
    }

    static boolean isRuntime(String word, TaskSpec task) {
        return switch (task.runtime()) {
            case CONTAINER -> word.equals("container") || word.isEmpty();
            case EXEC -> word.equals("belt/exec");
        };
    }

    private static Map<String, String> serviceLabels(View view, Task task) {
        return view.service(task.serviceId()).map(each -> each.spec().labels()).orElse(Map.of());
    }

    private static boolean upToDate(View view, Task task, Filters filters) {
        boolean current =
                view.service(task.serviceId())
                        .map(service -> isCurrent(view, task, service))
                        .orElse(false);
        return filters.any("_up-to-date", word -> word.equals("true") == current);
    }

    /// A service that was only scaled has a new spec, but its tasks are what they should be.
    private static boolean isCurrent(View view, Task task, Service service) {
        if (task.specVersion() == service.specVersion()) {
            return true;
        }
        return view.spec(task.serviceId(), task.specVersion())
                .map(spec ->
                        spec.task().equals(service.spec().task())
                                && Objects.equals(spec.endpoint(), service.spec().endpoint()))
                .orElse(false);
    }
}
