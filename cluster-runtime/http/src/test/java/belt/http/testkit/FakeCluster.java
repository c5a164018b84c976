package belt.http.testkit;

import belt.core.BeltException;
import belt.core.ProblemCode;
import belt.core.RandomId;
import belt.core.Secret;
import belt.http.json.Json;
import belt.http.swarm.ClusterControl;
import belt.http.swarm.LocalNode;
import belt.model.Availability;
import belt.model.Cluster;
import belt.model.ClusterId;
import belt.model.ClusterSpec;
import belt.model.EngineDescription;
import belt.model.JoinTicket;
import belt.model.ManagerPeer;
import belt.model.Membership;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Platform;
import belt.model.PortConfig;
import belt.model.Resources;
import belt.model.Role;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.store.Action;
import belt.store.Entry;
import belt.store.SoftChange;
import belt.store.Store;
import belt.store.TxResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A cluster in memory: a real store, changes applied at once, and tasks that run as soon as they exist.
public final class FakeCluster implements LocalNode, ClusterControl {
    /// The names of the nodes; the first one leads.
    private static final List<String> HOSTS = List.of("node1", "node2", "node3");

    private static final String ROOT =
            """
            -----BEGIN CERTIFICATE-----
            MIIBaTCCARCgAwIBAgIUKiAjcKVz2zzxqzbGCGbI2zYOC1gwCgYIKoZIzj0EAwIw
            -----END CERTIFICATE-----
            """;

    private final Store store = new Store();
    private @Nullable NodeId self;

    /// What the fake refuses with.
    private record Problem(String id) implements ProblemCode {
        @Override
        public String fix() {
            return "Read the message";
        }
    }

    private TxResult apply(Action... actions) {
        return store.apply(new Entry(Instant.now(), List.of(List.of(actions)))).getFirst();
    }

    /// The store behind it.
    public Store store() {
        return store;
    }

    // ---- this node

    @Override
    public Facts facts() {
        NodeId id = self;
        return id == null
                ? Facts.NONE
                : new Facts(
                        id,
                        "10.77.1.1",
                        State.ACTIVE,
                        true,
                        "",
                        List.of(new RemoteManager(id, "10.77.1.1:2377")));
    }

    @Override
    public Standing standing() {
        return self == null ? new Standing.NotMember() : new Standing.Leading(store, this);
    }

    @Override
    public NodeId init(InitRequest request) {
        apply(
                new Action.PutCluster(
                        new Cluster(
                                new ClusterId(RandomId.next()),
                                Meta.NEW,
                                request.spec(),
                                Secret.of("SWMTKN-1-digest-worker"),
                                Secret.of("SWMTKN-1-digest-manager"),
                                ROOT,
                                Secret.of("key"),
                                List.of("10.0.0.0/8"),
                                24,
                                4789,
                                List.of()),
                        0));
        NodeId first = addNode(1);
        self = first;
        return first;
    }

    /// Adds the nodes beside the first.
    public void addOthers() {
        addNode(2);
        addNode(3);
    }

    private NodeId addNode(int number) {
        NodeId id = new NodeId(RandomId.next());
        String address = "10.77.1." + number;
        Role role = number == 1 ? Role.MANAGER : Role.WORKER;
        apply(
                new Action.PutNode(
                        new Node(
                                id,
                                0,
                                Meta.NEW,
                                new NodeSpec("", Map.of(), role, Availability.ACTIVE),
                                role,
                                Membership.ACCEPTED,
                                new NodeDescription(
                                        HOSTS.get(number - 1),
                                        new Platform("x86_64", "linux"),
                                        new Resources(2_000_000_000L, 1L << 30, 0, List.of()),
                                        new EngineDescription("20.10.24", Map.of(), List.of()),
                                        new NodeDescription.TlsInfo(ROOT, "c3ViamVjdA==", "a2V5"),
                                        "0.1.0"),
                                new NodeStatus(NodeState.UNKNOWN, "", address),
                                role == Role.MANAGER
                                        ? new ManagerPeer(
                                                address + ":2378",
                                                address + ":2377",
                                                address + ":2376")
                                        : null),
                        0));
        store.soft(
                List.of(new SoftChange.NodeSeen(id, new NodeStatus(NodeState.READY, "", address))));
        return id;
    }

    @Override
    public void join(JoinRequest request) {
        throw new BeltException.InvalidInput(
                new Problem("fake.token"),
                "rpc error: code = InvalidArgument desc = A valid join token is necessary to join"
                        + " this cluster");
    }

    @Override
    public void leave(boolean force) {
        self = null;
    }

    @Override
    public Json raft() {
        return new Json.Obj(Map.of());
    }

    // ---- changes

    private static BeltException outOfSequence() {
        return new BeltException.Conflict(
                new Problem("control.out-of-sequence"),
                "rpc error: code = Unknown desc = update out of sequence");
    }

    @Override
    public ServiceId createService(ServiceSpec spec) {
        ServiceId id = new ServiceId(RandomId.next());
        TxResult result =
                apply(
                        new Action.PutService(
                                new Service(id, Meta.NEW, spec, 0, null, 0, ports(spec), null, 0),
                                0));
        if (result instanceof TxResult.Conflict) {
            throw new BeltException.Conflict(
                    new Problem("fake.name"),
                    "rpc error: code = AlreadyExists desc = name conflicts with an existing object:"
                            + " service "
                            + spec.name()
                            + " already exists");
        }
        reconcile(id);
        return id;
    }

    private static List<PortConfig> ports(ServiceSpec spec) {
        return spec.endpoint() == null ? List.of() : spec.endpoint().ports();
    }

    @Override
    public void updateService(ServiceId id, long version, ServiceSpec spec) {
        Service before = store.read(view -> view.service(id)).orElseThrow();
        replace(before.withSpec(spec).withPorts(ports(spec)), version);
    }

    @Override
    public void rollbackService(ServiceId id, long version) {
        Service before = store.read(view -> view.service(id)).orElseThrow();
        ServiceSpec previous = before.previousSpec();
        if (previous == null) {
            throw new BeltException.InvalidInput(
                    new Problem("fake.previous"),
                    "rpc error: code = FailedPrecondition desc = service "
                            + id
                            + " does not have a previous spec");
        }
        replace(before.withSpec(previous).withPorts(ports(previous)), version);
    }

    private void replace(Service after, long version) {
        if (apply(new Action.PutService(after, version)) instanceof TxResult.Conflict) {
            throw outOfSequence();
        }
        reconcile(after.id());
    }

    /// One task a slot, of the present template; all others shut down, or gone with their slot.
    private void reconcile(ServiceId id) {
        Service service = store.read(view -> view.service(id)).orElseThrow();
        List<Node> nodes = store.read(view -> List.copyOf(view.nodes()));
        long slots =
                service.spec().mode() instanceof ServiceMode.Replicated(long replicas)
                        ? replicas
                        : nodes.size();
        Map<Long, Task> current = new TreeMap<>();
        List<Long> outdated = new ArrayList<>();
        List<Long> surplus = new ArrayList<>();
        for (Task task : store.read(view -> List.copyOf(view.tasksOf(id)))) {
            if (task.desired().after(TaskState.RUNNING)) {
                continue;
            }
            if (task.slot() > slots) {
                surplus.add(task.number());
            } else if (isOf(service, task)) {
                current.put(task.slot(), task);
            } else {
                outdated.add(task.number());
            }
        }
        stop(outdated);
        apply(new Action.RemoveTasks(surplus));
        List<Action.NewTask> wanted = new ArrayList<>();
        for (long slot = 1; slot <= slots; slot++) {
            if (!current.containsKey(slot)) {
                Node node = nodes.get((int) ((slot - 1) % nodes.size()));
                wanted.add(
                        new Action.NewTask(
                                new TaskId(RandomId.next()),
                                slot,
                                node.number(),
                                TaskState.RUNNING));
            }
        }
        apply(new Action.AssignTasks(id, service.specVersion(), 0, wanted));
        run(id);
    }

    private boolean isOf(Service service, Task task) {
        return store.read(view -> view.spec(task.serviceId(), task.specVersion()))
                .map(spec -> spec.task().equals(service.spec().task()))
                .orElse(false);
    }

    private void stop(List<Long> numbers) {
        apply(new Action.DesireTasks(numbers, TaskState.SHUTDOWN));
        numbers.forEach(number -> report(number, TaskState.SHUTDOWN));
    }

    private void run(ServiceId id) {
        for (Task task : store.read(view -> List.copyOf(view.tasksOf(id)))) {
            if (task.state() == TaskState.ASSIGNED) {
                report(task.number(), TaskState.RUNNING);
            }
        }
    }

    private void report(long number, TaskState state) {
        apply(
                new Action.ReportTasks(
                        List.of(
                                new Action.TaskReport(
                                        number, state, Instant.now(), "", "", null, List.of()))));
    }

    @Override
    public void removeService(ServiceId id) {
        apply(new Action.RemoveService(id));
        List<Long> numbers =
                store.read(view -> view.tasksOf(id).stream().map(Task::number).toList());
        apply(new Action.RemoveTasks(numbers));
    }

    @Override
    public void updateNode(NodeId id, long version, NodeSpec spec) {
        if (apply(new Action.SetNodeSpec(id, spec, version)) instanceof TxResult.Conflict) {
            throw outOfSequence();
        }
    }

    @Override
    public void removeNode(NodeId id, boolean force) {
        Node node = store.read(view -> view.node(id)).orElseThrow();
        if (node.status().state() == NodeState.READY && !force) {
            throw new BeltException.InvalidInput(
                    new Problem("fake.ready"),
                    "rpc error: code = FailedPrecondition desc = node "
                            + id
                            + " is not down and can't be removed");
        }
        apply(new Action.RemoveNode(id));
    }

    @Override
    public void acceptNode(NodeId id) {
        Node node = store.read(view -> view.node(id)).orElseThrow();
        apply(new Action.PutNode(node.withMembership(Membership.ACCEPTED), Action.ANY_VERSION));
    }

    @Override
    public void putTicket(JoinTicket ticket) {
        apply(new Action.PutTicket(ticket));
    }

    @Override
    public void removeTicket(String id) {
        apply(new Action.RemoveTicket(id));
    }

    @Override
    public void updateCluster(
            long version, ClusterSpec spec, boolean rotateWorker, boolean rotateManager) {
        Cluster cluster = store.read(view -> Optional.ofNullable(view.cluster())).orElseThrow();
        Cluster after =
                cluster.withSpec(spec)
                        .withTokens(
                                rotateWorker
                                        ? Secret.of("SWMTKN-1-digest-rotated")
                                        : cluster.workerToken(),
                                cluster.managerToken());
        if (apply(new Action.PutCluster(after, version)) instanceof TxResult.Conflict) {
            throw outOfSequence();
        }
    }

    @Override
    public Map<NodeId, Boolean> managers() {
        NodeId id = self;
        return id == null ? Map.of() : Map.of(id, true);
    }
}
