package belt.store;

import belt.model.Cluster;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskState;
import belt.model.TaskStatus;
import belt.model.UpdateStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Applies transactions to the tables: the same on every manager. Nothing that is stored here may come from the soft
/// state, which only the leader has: where an old status is carried over, it is the {@link SoftState#replicated} one.
final class Applier {
    private static final String NODE_DELETED = "Task belonged to a node that has been deleted";

    private final Tables tables;
    private final Tickets tickets;

    Applier(Tables tables) {
        this.tables = tables;
        this.tickets = new Tickets(tables);
    }

    TxResult apply(List<Action> transaction, Instant at, List<Change> changes) {
        for (Action action : transaction) {
            Optional<String> conflict = conflict(action, at);
            if (conflict.isPresent()) {
                return new TxResult.Conflict(conflict.get());
            }
        }
        tables.version++;
        for (Action action : transaction) {
            apply(action, at, changes);
        }
        return new TxResult.Committed(tables.version);
    }

    private Optional<String> conflict(Action action, Instant at) {
        return switch (action) {
            case Action.PutCluster(var cluster, var expected) ->
                    versions(
                            "cluster " + cluster.id(),
                            Optional.ofNullable(tables.cluster()).map(c -> c.meta()),
                            expected);
            case Action.PutNode(var node, var expected) ->
                    versions("node " + node.id(), tables.node(node.id()).map(Node::meta), expected);
            case Action.SetNodeSpec(var id, _, var expected) ->
                    versions("node " + id, tables.node(id).map(Node::meta), expected)
                            .or(() -> missing(id));
            case Action.PutService(var service, var expected) ->
                    versions(
                                    "service " + service.spec().name(),
                                    tables.service(service.id()).map(Service::meta),
                                    expected)
                            .or(() -> nameTaken(service));
            case Action.UseTicket(var ticket, var use) -> tickets.refusal(ticket, use, at);
            case Action.SetNodeRole _,
                    Action.DescribeNode _,
                    Action.SetNodeDown _,
                    Action.RemoveNode _,
                    Action.SetUpdateStatus _,
                    Action.RemoveService _,
                    Action.AssignTasks _,
                    Action.ReportTasks _,
                    Action.DesireTasks _,
                    Action.RemoveTasks _,
                    Action.PutTicket _,
                    Action.RemoveTicket _ ->
                    Optional.empty();
        };
    }

    private static Optional<String> versions(String what, Optional<Meta> stored, long expected) {
        long version = stored.map(Meta::version).orElse(0L);
        return expected == Action.ANY_VERSION || version == expected
                ? Optional.empty()
                : Optional.of(what + " has version " + version + ", expected " + expected);
    }

    private Optional<String> missing(NodeId id) {
        return tables.node(id).isPresent()
                ? Optional.empty()
                : Optional.of("node " + id + " is gone");
    }

    private Optional<String> nameTaken(Service service) {
        return tables.serviceByName(service.spec().name())
                .filter(other -> !other.id().equals(service.id()))
                .map(other -> "service " + service.spec().name() + " exists as " + other.id());
    }

    private void apply(Action action, Instant at, List<Change> changes) {
        switch (action) {
            case Action.PutCluster(var cluster, _) -> putCluster(cluster, at, changes);
            case Action.PutNode(var node, _) -> {
                long number =
                        tables.node(node.id())
                                .map(Node::number)
                                .orElseGet(() -> tables.nextNodeNumber++);
                putNode(node.withNumber(number), at, changes);
            }
            case Action.SetNodeSpec(var id, var spec, _) ->
                    changeNode(id, at, changes, node -> node.withSpec(spec));
            case Action.SetNodeRole(var id, var role, var manager) ->
                    changeNode(id, at, changes, node -> node.withRole(role, manager));
            case Action.DescribeNode(var id, var description, var address) ->
                    changeNode(
                            id,
                            at,
                            changes,
                            node ->
                                    node.withDescription(description)
                                            .withStatus(
                                                    new NodeStatus(
                                                            node.status().state(),
                                                            node.status().message(),
                                                            address)));
            case Action.SetNodeDown(var id, var down, var message) ->
                    changeNode(
                            id,
                            at,
                            changes,
                            node ->
                                    node.withStatus(
                                            new NodeStatus(
                                                    down ? NodeState.DOWN : NodeState.UNKNOWN,
                                                    message,
                                                    node.status().address())));
            case Action.RemoveNode(var id) -> removeNode(id, at, changes);
            case Action.PutService(var service, _) -> putService(service, at, changes);
            case Action.SetUpdateStatus(var id, var status) ->
                    setUpdateStatus(id, status, at, changes);
            case Action.RemoveService(var id) -> removeService(id, at, changes);
            case Action.AssignTasks assign -> assign(assign, at, changes);
            case Action.ReportTasks(var reports) ->
                    reports.forEach(report -> report(report, at, changes));
            case Action.DesireTasks(var numbers, var desired) ->
                    numbers.forEach(number ->
                            tables.taskByNumber(number)
                                    .ifPresent(task -> desire(task, desired, at, changes)));
            case Action.RemoveTasks(var numbers) ->
                    numbers.forEach(number ->
                            tables.taskByNumber(number)
                                    .ifPresent(task -> removeTask(task, changes)));
            case Action.PutTicket(var ticket) -> tickets.put(ticket, at);
            case Action.UseTicket(var ticket, var use) -> tickets.use(ticket, use);
            case Action.RemoveTicket(var id) -> tables.removeTicket(id);
        }
    }

    private void putCluster(Cluster cluster, Instant at, List<Change> changes) {
        Cluster before = tables.cluster();
        Meta meta = before == null ? cluster.meta() : before.meta();
        var after = cluster.withMeta(meta.next(tables.version, at));
        tables.put(after);
        changes.add(new Change.OfCluster(before, after));
    }

    private void setUpdateStatus(
            ServiceId id, @Nullable UpdateStatus status, Instant at, List<Change> changes) {
        tables.service(id)
                .ifPresent(before -> {
                    var after =
                            before.withUpdateStatus(status)
                                    .withMeta(before.meta().next(tables.version, at));
                    tables.put(after);
                    changes.add(new Change.OfService(before, after));
                });
    }

    private void putNode(Node node, Instant at, List<Change> changes) {
        Node before = tables.node(node.id()).orElse(null);
        Node after =
                node.withMeta((before == null ? Meta.NEW : before.meta()).next(tables.version, at));
        tables.put(after);
        changes.add(new Change.OfNode(before, after));
    }

    private void changeNode(
            NodeId id, Instant at, List<Change> changes, UnaryOperator<Node> change) {
        tables.node(id).ifPresent(node -> putNode(change.apply(node), at, changes));
    }

    private void removeNode(NodeId id, Instant at, List<Change> changes) {
        tables.node(id)
                .ifPresent(node -> {
                    tables.remove(node);
                    changes.add(new Change.OfNode(node, null));
                    for (Task task : List.copyOf(tables.tasksOn(id))) {
                        if (!task.state().terminal()) {
                            TaskStatus last = SoftState.replicated(task).status();
                            putTask(
                                    task,
                                    task.withStatus(
                                            new TaskStatus(
                                                    TaskState.ORPHANED,
                                                    at,
                                                    NODE_DELETED,
                                                    "",
                                                    last.container(),
                                                    List.of()),
                                            task.meta().next(tables.version, at)),
                                    changes);
                        }
                    }
                });
    }

    private void putService(Service wanted, Instant at, List<Change> changes) {
        Service before = tables.service(wanted.id()).orElse(null);
        Meta meta = (before == null ? Meta.NEW : before.meta()).next(tables.version, at);
        boolean sameSpec = before != null && before.spec().equals(wanted.spec());
        long specVersion = sameSpec && before != null ? before.specVersion() : tables.version;
        ServiceSpec previous = wanted.previousSpec();
        long previousVersion =
                previous == null
                        ? 0
                        : before != null && previous.equals(before.spec()) && !sameSpec
                                ? before.specVersion()
                                : wanted.previousSpecVersion();
        var after =
                new Service(
                        wanted.id(),
                        meta,
                        wanted.spec(),
                        specVersion,
                        previous,
                        previousVersion,
                        wanted.ports(),
                        wanted.updateStatus(),
                        wanted.jobIteration());
        tables.put(after);
        changes.add(new Change.OfService(before, after));
    }

    private void removeService(ServiceId id, Instant at, List<Change> changes) {
        tables.service(id)
                .ifPresent(service -> {
                    for (Task task : List.copyOf(tables.tasksOf(id))) {
                        if (task.number() == 0) {
                            removeTask(task, changes);
                        } else {
                            desire(task, TaskState.REMOVE, at, changes);
                        }
                    }
                    tables.remove(service);
                    changes.add(new Change.OfService(service, null));
                });
    }

    private void assign(Action.AssignTasks assign, Instant at, List<Change> changes) {
        ServiceId service = assign.serviceId();
        if (tables.service(service).isEmpty()
                || tables.replicatedSpec(service, assign.specVersion()).isEmpty()) {
            return;
        }
        var meta = new Meta(tables.version, at, at);
        for (Action.NewTask wanted : assign.tasks()) {
            Node node = tables.nodeByNumber(wanted.nodeNumber()).orElse(null);
            Task before = tables.task(wanted.id()).orElse(null);
            if (node == null || (before != null && before.number() != 0)) {
                continue;
            }
            putTask(
                    before,
                    new Task(
                            wanted.id(),
                            tables.nextTaskNumber++,
                            meta,
                            service,
                            assign.specVersion(),
                            wanted.slot(),
                            node.id(),
                            TaskStatus.of(TaskState.ASSIGNED, at),
                            wanted.desired(),
                            assign.jobIteration()),
                    changes);
        }
    }

    private void report(Action.TaskReport report, Instant at, List<Change> changes) {
        tables.taskByNumber(report.number())
                .ifPresent(task -> {
                    boolean soft = report.state().before(TaskState.RUNNING);
                    if (soft || !report.state().after(task.state())) {
                        return;
                    }
                    TaskStatus last = SoftState.replicated(task).status();
                    String message =
                            !report.message().isEmpty()
                                    ? report.message()
                                    : report.state().message().isEmpty()
                                            ? last.message()
                                            : report.state().message();
                    var status =
                            new TaskStatus(
                                    report.state(),
                                    report.at(),
                                    message,
                                    report.error(),
                                    report.container() == null
                                            ? last.container()
                                            : report.container(),
                                    report.ports());
                    putTask(
                            task,
                            task.withStatus(status, task.meta().next(tables.version, at)),
                            changes);
                });
    }

    private void desire(Task task, TaskState desired, Instant at, List<Change> changes) {
        if (desired.after(task.desired())) {
            putTask(task, task.withDesired(desired, task.meta().next(tables.version, at)), changes);
        }
    }

    private void putTask(@Nullable Task before, Task after, List<Change> changes) {
        tables.put(after);
        changes.add(new Change.OfTask(before, after));
    }

    private void removeTask(Task task, List<Change> changes) {
        tables.remove(task);
        changes.add(new Change.OfTask(task, null));
    }
}
