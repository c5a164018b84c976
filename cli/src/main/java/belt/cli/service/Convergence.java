package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.swarm.Apis;
import belt.cli.term.Interrupts;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.client.ServiceSummary;
import belt.client.TaskSummary;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.core.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Waits until services are as they were asked to be and have stayed so for the monitor time, as the docker CLI counts.
/// Public because `belt up` waits the same way.
public final class Convergence {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration MONITOR = Duration.ofSeconds(5);
    private static final Set<String> OVER =
            Set.of("complete", "shutdown", "failed", "rejected", "remove", "orphaned");

    /// How far a service is.
    ///
    /// @param error why a task does not run; empty if none says so
    private record Count(long running, long wanted, String error) {
        boolean complete() {
            return wanted >= 0 && running == wanted;
        }

        String text() {
            return running
                    + " of "
                    + Math.max(0, wanted)
                    + " tasks running"
                    + (error.isEmpty() ? "" : " (" + error + ")");
        }
    }

    private final Call call;
    private final Apis apis;

    /// @param apis asked anew for a manager at every look: the one before may have gone
    public Convergence(Call call, Apis apis) {
        this.call = call;
        this.apis = apis;
    }

    /// Waits for services, all at once, and shows how far they are.
    ///
    /// @param services ids or names
    /// @throws BeltException.StillRunning after `--timeout`: the cluster goes on
    /// @throws BeltException.OperationFailed if an update stopped because of failures
    public void await(List<String> services) throws InterruptedException {
        String look = "belt service ps " + String.join(" ", services);
        try (Progress progress = call.progress("service");
                Interrupts.Scope scope = call.interrupts().during(look)) {
            scope.interruptible(true);
            await(services, progress);
        }
    }

    /// As {@link #await(List)}, shown where something else is shown already.
    public void await(List<String> services, Progress progress) throws InterruptedException {
        progress.expect(services.size());
        var waits =
                services.stream().map(Wait::new).collect(Collectors.toCollection(ArrayList::new));
        boolean converged =
                Deadline.in(call.get(Globals.TIMEOUT))
                        .await(
                                EVERY,
                                () -> {
                                    call.interrupts().check();
                                    ClusterClient client = apis.manager().client();
                                    waits.removeIf(wait -> wait.isOver(client, progress));
                                    return waits.isEmpty();
                                });
        if (!converged) {
            waits.forEach(wait -> progress.failed(wait.name, wait.last.text()));
            Wait first = waits.getFirst();
            throw new BeltException.StillRunning(
                            CoreProblem.DEADLINE,
                            first.name + " has not converged: " + first.last.text())
                    .withDetail("the cluster goes on with it")
                    .withRemedy("belt service ps " + first.name);
        }
    }

    /// Waiting for one service.
    private static final class Wait {
        private final String service;
        private final Stability stable = new Stability();
        private String name;
        private Count last = new Count(0, -1, "");

        Wait(String service) {
            this.service = service;
            this.name = service;
        }

        boolean isOver(ClusterClient client, Progress progress) {
            ServiceSummary now = client.requireService(service);
            name = now.name();
            checkUpdate(now);
            last = count(client, now);
            boolean complete = last.complete() && !updating(now);
            if (stable.holds(complete, monitor(now))) {
                progress.done(name, "converged: " + last.text());
                return true;
            }
            progress.state(name, complete ? "verifying that it stays so" : last.text());
            return false;
        }
    }

    /// Since when it has been complete without a break.
    private static final class Stability {
        private Deadline until = Deadline.in(Duration.ofDays(1));
        private boolean before;

        boolean holds(boolean complete, Duration monitor) {
            if (complete && !before) {
                until = Deadline.in(monitor);
            }
            before = complete;
            return complete && until.passed();
        }
    }

    private static Duration monitor(ServiceSummary service) {
        long nanos = service.document().number("Spec", "UpdateConfig", "Monitor");
        return nanos > 0 ? Duration.ofNanos(nanos) : MONITOR;
    }

    private static boolean updating(ServiceSummary service) {
        return service.updateState().equals("updating")
                || service.updateState().equals("rollback_started");
    }

    private static void checkUpdate(ServiceSummary service) {
        String state = service.updateState();
        if (state.equals("paused") || state.equals("rollback_paused")) {
            String what = state.equals("paused") ? "update" : "rollback";
            throw new BeltException.OperationFailed(
                            ServiceProblem.UPDATE_PAUSED,
                            "the "
                                    + what
                                    + " of "
                                    + service.name()
                                    + " is paused: "
                                    + service.updateMessage())
                    .withRemedy("belt service ps " + service.name());
        }
    }

    private static Count count(ClusterClient client, ServiceSummary service) {
        List<TaskSummary> tasks =
                client.tasks(
                        Map.of("service", List.of(service.id()), "_up-to-date", List.of("true")));
        Set<String> usable =
                client.nodes().stream()
                        .filter(node -> !node.state().equals("down"))
                        .map(NodeSummary::id)
                        .collect(Collectors.toSet());
        var bySlot = new HashMap<String, TaskSummary>();
        for (TaskSummary task : tasks) {
            String slot = task.slot() > 0 ? Long.toString(task.slot()) : task.nodeId();
            bySlot.merge(slot, task, Convergence::present);
        }
        long running =
                bySlot.values().stream()
                        .filter(task ->
                                usable.contains(task.nodeId())
                                        && !OVER.contains(task.desired())
                                        && task.running())
                        .count();
        String error =
                bySlot.values().stream()
                        .map(task -> task.state().error())
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        return new Count(running, wanted(service, bySlot), error);
    }

    /// Of two tasks in one slot the one that shall live; the newer one if both or neither shall.
    private static TaskSummary present(TaskSummary a, TaskSummary b) {
        boolean first = !OVER.contains(a.desired());
        boolean second = !OVER.contains(b.desired());
        if (first != second) {
            return first ? a : b;
        }
        return a.createdAt().isAfter(b.createdAt()) ? a : b;
    }

    private static long wanted(ServiceSummary service, Map<String, TaskSummary> bySlot) {
        if (!service.mode().equals("global")) {
            return service.desired();
        }
        // no task yet: the managers have not looked at the nodes
        return bySlot.isEmpty()
                ? -1
                : bySlot.values().stream().filter(task -> !OVER.contains(task.desired())).count();
    }
}
