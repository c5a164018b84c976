package belt.control.constraint;

import belt.control.loop.ControlLoop;
import belt.control.loop.Outbox;
import belt.core.BeltException;
import belt.model.Availability;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Resources;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.Action;
import belt.store.Change;
import belt.store.Store;
import belt.store.View;
import belt.store.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Rejects tasks whose node no longer meets their service's constraints or has shrunk (swarm-semantics §1.9). It writes
/// what is observed, not what is desired: the orchestrator replaces a rejected task like any other.
public final class ConstraintEnforcer implements ControlLoop {
    /// A changed node is looked at again after this time: a task may have been on its way to it.
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

    private static final String MESSAGE = "task rejected by constraint enforcer";
    private static final String ERROR = "assigned node no longer meets constraints";

    private final Outbox outbox;
    private final InstantSource clock;
    private @Nullable Store store;
    private Set<NodeId> changed = new LinkedHashSet<>();
    private Set<Long> underWay = new HashSet<>();
    private Deque<Again> again = new ArrayDeque<>();

    private record Again(Instant at, NodeId node) {}

    public ConstraintEnforcer(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "constraint-enforcer";
    }

    @Override
    public Watch open(Store opened) {
        store = opened;
        changed = new LinkedHashSet<>();
        underWay = new HashSet<>();
        again = new ArrayDeque<>();
        return opened.watch(
                view -> view.nodes().forEach(node -> changed.add(node.id())), Change.OfNode.class);
    }

    @Override
    public void observe(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.OfNode(var before, var after)
                    && after != null
                    && (before == null || differs(before, after))) {
                changed.add(after.id());
                again.add(new Again(clock.instant().plus(SECOND_LOOK), after.id()));
            }
        }
    }

    private static boolean differs(Node before, Node after) {
        return before.role() != after.role()
                || !before.spec().equals(after.spec())
                || !before.description().equals(after.description())
                || !before.status().address().equals(after.status().address());
    }

    @Override
    public void decide() {
        Instant now = clock.instant();
        while (!again.isEmpty() && !again.getFirst().at().isAfter(now)) {
            changed.add(again.removeFirst().node());
        }
        if (store == null || changed.isEmpty()) {
            return;
        }
        List<NodeId> nodes = List.copyOf(changed);
        changed.clear();
        for (NodeId node : nodes) {
            List<Action.TaskReport> rejected = store.read(view -> unfit(view, node));
            if (!rejected.isEmpty()) {
                propose(rejected);
            }
        }
    }

    private void propose(List<Action.TaskReport> rejected) {
        Set<Long> mine = underWay;
        outbox.propose(
                List.of(new Action.ReportTasks(rejected)),
                _ -> rejected.forEach(report -> mine.remove(report.number())));
    }

    private List<Action.TaskReport> unfit(View view, NodeId id) {
        Node node = view.node(id).orElse(null);
        if (node == null
                || node.spec().availability() != Availability.ACTIVE
                || node.description().hostname().isEmpty()) {
            return List.of();
        }
        Resources has = node.description().resources();
        long cpus = has.nanoCpus();
        long memory = has.memoryBytes();
        var rejected = new ArrayList<Action.TaskReport>();
        for (Task task : candidates(view, id).toList()) {
            ServiceSpec made = view.spec(task.serviceId(), task.specVersion()).orElse(null);
            if (made == null) {
                continue;
            }
            Resources needs = made.task().reservations();
            boolean fits =
                    meets(view, task, made, node)
                            && (needs.nanoCpus() == 0 || needs.nanoCpus() <= cpus)
                            && (needs.memoryBytes() == 0 || needs.memoryBytes() <= memory);
            if (fits) {
                cpus -= needs.nanoCpus();
                memory -= needs.memoryBytes();
            } else if (underWay.add(task.number())) {
                rejected.add(rejection(task));
            }
        }
        return rejected;
    }

    private static Stream<Task> candidates(View view, NodeId id) {
        return view.tasksOn(id).stream()
                .filter(task -> task.number() != 0 && !task.state().terminal())
                .filter(task -> !task.desired().after(TaskState.COMPLETE))
                .sorted(Comparator.comparingLong(Task::number));
    }

    private static boolean meets(View view, Task task, ServiceSpec made, Node node) {
        ServiceSpec present =
                view.service(task.serviceId()).map(service -> service.spec()).orElse(made);
        try {
            return Constraint.allMatch(
                    Constraint.parse(present.task().placement().constraints()), node);
        } catch (BeltException.InvalidInput e) {
            return true;
        }
    }

    private Action.TaskReport rejection(Task task) {
        return new Action.TaskReport(
                task.number(),
                TaskState.REJECTED,
                clock.instant(),
                MESSAGE,
                ERROR,
                null,
                List.of());
    }

    @Override
    public @Nullable Instant due() {
        return again.isEmpty() ? null : again.getFirst().at();
    }
}
