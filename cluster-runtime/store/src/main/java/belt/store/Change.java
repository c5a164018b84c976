package belt.store;

import belt.model.Cluster;
import belt.model.Node;
import belt.model.Service;
import belt.model.Task;
import org.jspecify.annotations.Nullable;

/// What a commit or a soft change did to one object; `before` is null for a creation, `after` for a removal.
public sealed interface Change {
    record OfCluster(@Nullable Cluster before, Cluster after) implements Change {}

    record OfNode(@Nullable Node before, @Nullable Node after) implements Change {}

    record OfService(@Nullable Service before, @Nullable Service after) implements Change {}

    record OfTask(@Nullable Task before, @Nullable Task after) implements Change {}

    /// Everything may have changed: a snapshot was loaded or the soft state was dropped. Read anew.
    record OfEverything() implements Change {}
}
