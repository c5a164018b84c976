package belt.control;

import belt.control.loop.LoopDriver;
import belt.model.Availability;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import belt.store.Action;
import belt.store.SoftChange;
import belt.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A store with the control loops driven by hand, and agents that do what is desired of their tasks.
public final class FakeCluster {
    public final FakeClock clock = new FakeClock();
    public final Store store = new Store();
    public final FakeLog log = new FakeLog(store, clock);

    /// Nodes whose agents answer.
    public final Set<NodeId> alive = new LinkedHashSet<>();

    /// Tasks that end by themselves as soon as they run.
    public final Set<TaskId> doomed = new HashSet<>();

    /// Images that no node has.
    public final Set<String> missingImages = new HashSet<>();

    /// Images whose tasks fail as soon as they run.
    public final Set<String> crashingImages = new HashSet<>();

    private List<LoopDriver> loops = List.of();

    public void lead() {
        store.resetSoft();
        alive.forEach(this::ready);
        loops = ControlLoops.drivers(store, log, clock);
    }

    public void stopLeading() {
        loops.forEach(LoopDriver::close);
        loops = List.of();
        log.fail(false);
        store.resetSoft();
    }

    public List<LoopDriver> loops() {
        return loops;
    }

    public Node join(Node node) {
        propose(new Action.PutNode(node, 0));
        alive.add(node.id());
        ready(node.id());
        return node(node.id());
    }

    public void ready(NodeId id) {
        if (node(id).status().state() == NodeState.DOWN) {
            propose(new Action.SetNodeDown(id, false, ""));
        }
        store.soft(
                List.of(
                        new SoftChange.NodeSeen(
                                id,
                                new NodeStatus(NodeState.READY, "", node(id).status().address()))));
    }

    public void down(NodeId id) {
        alive.remove(id);
        propose(new Action.SetNodeDown(id, true, "heartbeat failure"));
    }

    public void up(NodeId id) {
        alive.add(id);
        ready(id);
    }

    public void availability(NodeId id, Availability availability) {
        propose(
                new Action.SetNodeSpec(
                        id, node(id).spec().withAvailability(availability), Action.ANY_VERSION));
    }

    public Node node(NodeId id) {
        return store.read(view -> view.node(id).orElseThrow());
    }

    public ServiceId create(ServiceSpec spec) {
        Service service = Specs.service(spec);
        propose(new Action.PutService(service, 0));
        return service.id();
    }

    public void update(ServiceId id, ServiceSpec spec) {
        propose(
                new Action.PutService(
                        service(id).withSpec(spec).withUpdateStatus(null), Action.ANY_VERSION));
    }

    public void scale(ServiceId id, long replicas) {
        update(id, service(id).spec().withMode(new ServiceMode.Replicated(replicas)));
    }

    public void remove(ServiceId id) {
        propose(new Action.RemoveService(id));
    }

    public Service service(ServiceId id) {
        return store.read(view -> view.service(id).orElseThrow());
    }

    public List<Task> tasks(ServiceId id) {
        return store.read(
                view -> view.tasksOf(id).stream().sorted(Comparator.comparing(Task::id)).toList());
    }

    public List<Task> running(ServiceId id) {
        return tasks(id).stream()
                .filter(task -> task.state() == TaskState.RUNNING)
                .filter(task -> task.desired() == TaskState.RUNNING)
                .toList();
    }

    public void propose(Action action) {
        log.jumpTheQueue(List.of(action));
    }

    /// Lets every loop look once.
    public void step() {
        loops.forEach(this::step);
    }

    public void step(LoopDriver loop) {
        try {
            loop.step(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Lets loops and agents work until nothing changes any more at this moment.
    public void settle() {
        for (int round = 0; round < 1_000; round++) {
            long before = store.read(view -> view.version());
            step();
            log.commitAll();
            step();
            boolean acted = agents();
            log.commitAll();
            if (!acted && before == store.read(view -> view.version()) && round > 2) {
                return;
            }
        }
        throw new AssertionError("it does not settle");
    }

    /// Lets time pass in steps at which something is due, settling at each.
    public void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        settle();
        while (clock.instant().isBefore(end)) {
            Instant next = end;
            for (LoopDriver loop : loops) {
                Instant due = loop.due();
                if (due != null && due.isAfter(clock.instant()) && due.isBefore(next)) {
                    next = due;
                }
            }
            clock.advanceTo(next);
            settle();
        }
    }

    /// Lets the agents take one step with all of their tasks.
    ///
    /// @return whether there was anything to do
    public boolean agents() {
        return agents(_ -> true);
    }

    /// Lets some of the agents' tasks take one step.
    public boolean agents(Predicate<Task> which) {
        List<Task> all = store.read(view -> List.copyOf(view.tasks()));
        var reports = new ArrayList<Action.TaskReport>();
        var soft = new ArrayList<SoftChange>();
        for (Task task : all) {
            if (task.number() != 0
                    && task.nodeId() != null
                    && alive.contains(task.nodeId())
                    && which.test(task)) {
                act(task, reports, soft);
            }
        }
        store.soft(soft);
        if (!reports.isEmpty()) {
            propose(new Action.ReportTasks(reports));
        }
        return !reports.isEmpty() || !soft.isEmpty();
    }

    private void act(Task task, List<Action.TaskReport> reports, List<SoftChange> soft) {
        if (task.state().terminal()) {
            return;
        }
        String image =
                store.read(view ->
                        view.spec(task.serviceId(), task.specVersion())
                                .map(spec -> spec.task().container().image())
                                .orElse(""));
        if (task.desired().after(TaskState.RUNNING)) {
            reports.add(report(task, TaskState.SHUTDOWN, ""));
        } else if (missingImages.contains(image)) {
            reports.add(report(task, TaskState.REJECTED, "No such image: " + image));
        } else if (task.desired() == TaskState.READY) {
            if (task.state().before(TaskState.READY)) {
                soft.add(
                        new SoftChange.TaskProgress(
                                task.id(), TaskStatus.of(TaskState.READY, clock.instant())));
            }
        } else if (task.state() == TaskState.RUNNING) {
            if (doomed.remove(task.id()) || crashingImages.contains(image)) {
                reports.add(report(task, TaskState.FAILED, "task: non-zero exit (1)"));
            }
        } else {
            reports.add(report(task, TaskState.RUNNING, ""));
        }
    }

    private Action.TaskReport report(Task task, TaskState state, String error) {
        return new Action.TaskReport(
                task.number(), state, clock.instant(), "", error, null, List.of());
    }
}
