package belt.store;

import belt.core.codec.RecordCodec;
import belt.model.Availability;
import belt.model.JoinTicket;
import belt.model.Membership;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Role;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskSpec;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects with the same ids in every run.
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    private Samples() {}

    /// An id in the right form, made from a number.
    static String id(String kind, long number) {
        String digits = Long.toString(number, 36);
        return kind + "0".repeat(25 - kind.length() - digits.length()) + digits;
    }

    static NodeId nodeId(long number) {
        return new NodeId(id("n", number));
    }

    static ServiceId serviceId(long number) {
        return new ServiceId(id("s", number));
    }

    static TaskId taskId(long number) {
        return new TaskId(id("t", number));
    }

    /// For w1 and w2, from noon on for an hour.
    static JoinTicket ticket() {
        return new JoinTicket(
                "a".repeat(64),
                Role.WORKER,
                "batch",
                List.of("w1", "w2"),
                NOON.plusSeconds(3600),
                List.of());
    }

    static JoinTicket.Use use() {
        return new JoinTicket.Use("w1", nodeId(1), "b".repeat(64), "10.0.0.1");
    }

    static Node node(long number) {
        return new Node(
                nodeId(number),
                0,
                Meta.NEW,
                new NodeSpec("node" + number, Map.of("a", "b"), Role.WORKER, Availability.ACTIVE),
                Role.WORKER,
                Membership.ACCEPTED,
                RecordCodec.of(NodeDescription.class).decode(new byte[0]),
                new NodeStatus(NodeState.UNKNOWN, "", "10.0.0." + number),
                null);
    }

    static ServiceSpec spec(String name, long replicas) {
        return new ServiceSpec(
                name,
                Map.of(),
                RecordCodec.of(TaskSpec.class).decode(new byte[0]),
                new ServiceMode.Replicated(replicas),
                null,
                null,
                null);
    }

    static Service service(long number, ServiceSpec spec) {
        return new Service(serviceId(number), Meta.NEW, spec, 0, null, 0, List.of(), null, 0);
    }

    static Service service(long number) {
        return service(number, spec("web" + number, 2));
    }

    static Task softTask(long number, long service, long specVersion) {
        return new Task(
                taskId(number),
                0,
                new Meta(0, NOON.plusSeconds(number), NOON),
                serviceId(service),
                specVersion,
                number,
                null,
                TaskStatus.of(TaskState.PENDING, NOON),
                TaskState.RUNNING,
                0);
    }

    static Action.AssignTasks assign(long service, long specVersion, long... tasks) {
        return new Action.AssignTasks(
                serviceId(service),
                specVersion,
                0,
                java.util.Arrays.stream(tasks)
                        .mapToObj(task ->
                                new Action.NewTask(taskId(task), task, 1, TaskState.RUNNING))
                        .toList());
    }

    static Action.ReportTasks report(long number, TaskState state) {
        return report(number, state, "", null);
    }

    static Action.ReportTasks report(
            long number,
            TaskState state,
            String message,
            belt.model.@Nullable ContainerStatus container) {
        return new Action.ReportTasks(
                List.of(
                        new Action.TaskReport(
                                number,
                                state,
                                NOON.plusMillis(50),
                                message,
                                "",
                                container,
                                List.of())));
    }

    static TxResult apply(Store store, Action... actions) {
        return apply(store, NOON, actions);
    }

    /// As the log does it: encoded and decoded.
    static TxResult apply(Store store, Instant at, Action... actions) {
        var entry = new Entry(at, List.of(List.of(actions)));
        return store.apply(EntryCodec.decode(EntryCodec.encode(entry))).getFirst();
    }

    static Task task(Store store, long number) {
        return store.read(view -> view.task(taskId(number)).orElseThrow());
    }

    static Node node(Store store, long number) {
        return store.read(view -> view.node(nodeId(number)).orElseThrow());
    }
}
