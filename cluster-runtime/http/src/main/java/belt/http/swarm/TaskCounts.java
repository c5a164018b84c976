package belt.http.swarm;

import belt.http.shape.ServiceJson;
import belt.model.Service;
import belt.model.ServiceMode;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.View;

/// Counts a service's tasks for `status=true` (SwarmKit `ListServiceStatuses`).
final class TaskCounts {
    private TaskCounts() {}

    static ServiceJson.Counts of(View view, Service service) {
        long running = 0;
        long wanted = 0;
        long completed = 0;
        for (Task task : view.tasksOf(service.id())) {
            if (task.state() == TaskState.RUNNING) {
                running++;
            }
            if (task.desired() == TaskState.RUNNING) {
                wanted++;
            }
            if (task.state() == TaskState.COMPLETE
                    && task.jobIteration() == service.jobIteration()) {
                completed++;
            }
        }
        return switch (service.spec().mode()) {
            case ServiceMode.Replicated(long replicas) ->
                    new ServiceJson.Counts(running, replicas, 0);
            case ServiceMode.Global() -> new ServiceJson.Counts(running, wanted, 0);
            case ServiceMode.ReplicatedJob(long concurrent, long total) ->
                    new ServiceJson.Counts(
                            running, Math.min(concurrent, total - completed), completed);
            case ServiceMode.GlobalJob() -> new ServiceJson.Counts(running, wanted, completed);
        };
    }
}
