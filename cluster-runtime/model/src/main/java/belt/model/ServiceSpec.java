package belt.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the user wants to run.
///
/// @param name unique, case-insensitively
/// @param labels service labels
/// @param task what each task is
/// @param mode how many
/// @param update how changes roll out; null = default
/// @param rollback how they roll back; null = default
/// @param endpoint ports and name; null = not said
public record ServiceSpec(
        String name,
        Map<String, String> labels,
        TaskSpec task,
        ServiceMode mode,
        @Nullable UpdateConfig update,
        @Nullable UpdateConfig rollback,
        @Nullable EndpointSpec endpoint) {
    public ServiceSpec {
        labels = Map.copyOf(labels);
    }

    public ServiceSpec withMode(ServiceMode other) {
        return new ServiceSpec(name, labels, task, other, update, rollback, endpoint);
    }
}
