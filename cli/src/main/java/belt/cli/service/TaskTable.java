package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.output.View;
import belt.cli.output.Words;
import belt.cli.term.Tint;
import belt.client.ClusterClient;
import belt.client.JsonObject;
import belt.client.NodeSummary;
import belt.client.ServiceSummary;
import belt.client.TaskSummary;
import belt.core.NaturalOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tasks as docker 28 shows them: per slot the newest first, older ones indented below it.
public final class TaskTable {
    private static final int SHORT_ID = 12;

    /// The options of every command that lists tasks.
    public static final class Options {
        private final Opt<String> format =
                Opt.text("--format", "TEMPLATE").help("docker's: json, table …, {{.Name}}");
        private final Opt<Boolean> noTrunc = Opt.flag("--no-trunc").help("whole ids");
        private final Opt<Boolean> noResolve =
                Opt.flag("--no-resolve").help("ids instead of names");
        private final Opt<List<String>> filter =
                Opt.list("-f, --filter", "KEY=VALUE").help("name, id, node, desired-state");

        /// What the operator chose.
        public Style style(Call call) {
            return new Style(call.has(noTrunc), !call.has(noResolve), call.find(format));
        }

        public Spec addTo(Spec spec) {
            return spec.options(filter, format, noTrunc, noResolve);
        }

        /// What the operator filters by, to be added to a query.
        public Map<String, List<String>> filters(Call call) {
            return call.get(filter).stream()
                    .map(word -> KeyValues.of(List.of(word)).entrySet().iterator().next())
                    .collect(
                            Collectors.groupingBy(
                                    Map.Entry::getKey,
                                    LinkedHashMap::new,
                                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        }
    }

    /// How tasks are shown.
    ///
    /// @param whole whole ids
    /// @param resolve names instead of ids
    /// @param format docker's template; empty for belt's own formats
    public record Style(boolean whole, boolean resolve, Optional<String> format) {
        public static final Style PLAIN = new Style(false, true, Optional.empty());
    }

    /// @param shown the name, indented for older tasks of a slot
    private record Row(TaskSummary task, String name, String shown, String node) {}

    private final Call call;
    private final ClusterClient client;
    private final Style style;

    public TaskTable(Call call, ClusterClient client, Style style) {
        this.call = call;
        this.client = client;
        this.style = style;
    }

    public void print(List<TaskSummary> tasks) {
        List<Row> rows = rows(tasks);
        style.format()
                .ifPresentOrElse(
                        text -> call.out().docker(view(), rows, text),
                        () -> call.out().list(view(), rows));
    }

    private List<Row> rows(List<TaskSummary> tasks) {
        boolean resolve = style.resolve() && !tasks.isEmpty();
        Map<String, String> services =
                resolve
                        ? client.services().stream()
                                .collect(Collectors.toMap(ServiceSummary::id, ServiceSummary::name))
                        : Map.of();
        Map<String, String> nodes =
                resolve
                        ? client.nodes().stream()
                                .collect(Collectors.toMap(NodeSummary::id, NodeSummary::hostname))
                        : Map.of();
        var rows = new ArrayList<Row>();
        for (TaskSummary task : tasks) {
            String service = services.getOrDefault(task.serviceId(), task.serviceId());
            String name = service + "." + (task.slot() > 0 ? task.slot() : task.nodeId());
            rows.add(new Row(task, name, name, nodes.getOrDefault(task.nodeId(), task.nodeId())));
        }
        rows.sort(
                Comparator.comparing(Row::name, NaturalOrder.INSTANCE)
                        .thenComparing(
                                row -> row.task().createdAt(), Comparator.<Instant>reverseOrder()));
        for (int i = rows.size() - 1; i > 0; i--) {
            Row row = rows.get(i);
            if (row.name().equals(rows.get(i - 1).name())) {
                rows.set(i, new Row(row.task(), row.name(), " \\_ " + row.name(), row.node()));
            }
        }
        return rows;
    }

    private View<Row> view() {
        Instant now = call.io().clock().instant();
        boolean whole = style.whole();
        return View.<Row>of("task", row -> row.task().id())
                .unsorted()
                .column("ID", row -> id(row.task().id(), whole))
                .column("NAME", Row::shown)
                .droppable("IMAGE", 1, row -> image(row.task()))
                .column("NODE", Row::node)
                .column("DESIRED STATE", row -> Words.capital(row.task().desired()))
                .column("CURRENT STATE", row -> current(row.task(), now))
                .tinted(row -> tint(row.task()))
                .column("ERROR", row -> error(row.task()))
                .droppable("PORTS", 2, row -> ports(row.task()))
                .data(row -> data(row))
                .field("ID", row -> id(row.task().id(), whole))
                .field("Name", Row::name)
                .field("Image", row -> image(row.task()))
                .field("Node", Row::node)
                .field("DesiredState", row -> Words.capital(row.task().desired()))
                .field("CurrentState", row -> current(row.task(), now))
                .field("Error", row -> error(row.task()))
                .field("Ports", row -> ports(row.task()));
    }

    static String id(String id, boolean whole) {
        return whole || id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }

    static String image(TaskSummary task) {
        if (!task.image().isEmpty()) {
            return task.image().replaceFirst("@sha256:.*", "");
        }
        List<String> command = task.document().texts("Spec", "ContainerSpec", "Command");
        return command.isEmpty() ? "" : command.getFirst();
    }

    private static String current(TaskSummary task, Instant now) {
        Duration since = Duration.between(task.state().since(), now);
        return Words.capital(task.state().word())
                + " "
                + Ago.text(since).toLowerCase(Locale.ROOT)
                + " ago";
    }

    private static String error(TaskSummary task) {
        return task.state().error().isEmpty() ? "" : "\"" + task.state().error() + "\"";
    }

    private static Tint tint(TaskSummary task) {
        return switch (task.state().word()) {
            case "running", "complete" -> Tint.GOOD;
            case "failed", "rejected", "orphaned" -> Tint.BAD;
            case "shutdown", "remove" -> Tint.DIM;
            default -> Tint.NOTICE;
        };
    }

    private static String ports(TaskSummary task) {
        return task.document().objects("Status", "PortStatus", "Ports").stream()
                .map(TaskTable::port)
                .collect(Collectors.joining(","));
    }

    private static String port(JsonObject port) {
        return "*:"
                + port.number("PublishedPort")
                + "->"
                + port.number("TargetPort")
                + "/"
                + port.text("Protocol");
    }

    private static Map<String, Object> data(Row row) {
        TaskSummary task = row.task();
        var data = new LinkedHashMap<String, Object>();
        data.put("id", task.id());
        data.put("name", row.name());
        data.put("serviceId", task.serviceId());
        data.put("image", image(task));
        data.put("node", row.node());
        data.put("nodeId", task.nodeId());
        data.put("desiredState", task.desired());
        data.put("state", task.state().word());
        data.put("since", task.state().since().toString());
        data.put("message", task.state().message());
        data.put("error", task.state().error());
        return data;
    }
}
