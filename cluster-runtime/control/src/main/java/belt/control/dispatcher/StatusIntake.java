package belt.control.dispatcher;

import belt.api.Message.TaskUpdate;
import belt.model.NodeId;
import belt.model.Task;
import belt.model.TaskState;
import belt.model.TaskStatus;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.SoftChange;
import belt.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Takes in what nodes report: RUNNING and terminal states go into the log, a turn's worth in one transaction; the rest
/// is soft state.
final class StatusIntake {
    private record Report(NodeId from, TaskUpdate update) {}

    private final Store store;
    private final Proposer proposer;
    private final InstantSource clock;
    private final List<Report> reports = new ArrayList<>();

    StatusIntake(Store store, Proposer proposer, InstantSource clock) {
        this.store = store;
        this.proposer = proposer;
        this.clock = clock;
    }

    void take(NodeId from, List<TaskUpdate> updates) {
        for (TaskUpdate update : updates) {
            reports.add(new Report(from, update));
        }
    }

    void flush() {
        if (reports.isEmpty()) {
            return;
        }
        var hard = new ArrayList<Action.TaskReport>();
        var soft = new ArrayList<SoftChange>();
        store.read(view -> {
            for (Report report : reports) {
                Task task = view.task(report.update().id()).orElse(null);
                // a node may only speak of its own tasks (swarm-semantics §1.2)
                if (task != null && report.from().equals(task.nodeId())) {
                    sort(task, report.update().status(), hard, soft);
                }
            }
            return true;
        });
        reports.clear();
        if (!soft.isEmpty()) {
            store.soft(soft);
        }
        if (!hard.isEmpty()) {
            proposer.propose(List.of(new Action.ReportTasks(hard)));
        }
    }

    private void sort(
            Task task, TaskStatus status, List<Action.TaskReport> hard, List<SoftChange> soft) {
        if (status.state().before(TaskState.RUNNING)) {
            soft.add(new SoftChange.TaskProgress(task.id(), status));
        } else if (status.state().after(task.state()) && status.state() != TaskState.REMOVE) {
            String message =
                    status.message().equals(status.state().message()) ? "" : status.message();
            // what was only seen on the way to RUNNING is not in the log yet
            boolean stored = !task.state().before(TaskState.RUNNING);
            boolean sameContainer =
                    status.container() == null
                            || (stored && status.container().equals(task.status().container()));
            hard.add(
                    new Action.TaskReport(
                            task.number(),
                            status.state(),
                            status.at().isAfter(clock.instant()) ? clock.instant() : status.at(),
                            message,
                            status.error(),
                            sameContainer ? null : status.container(),
                            status.ports()));
        }
    }
}
