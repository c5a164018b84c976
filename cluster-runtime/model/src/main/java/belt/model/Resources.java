package belt.model;

import java.util.List;

/// What a node has, or a task reserves or may use at most.
///
/// @param nanoCpus processors times 10⁹; 0 = not said
/// @param memoryBytes 0 = not said
/// @param pids 0 = not said; limits only
/// @param generic generic resources
public record Resources(long nanoCpus, long memoryBytes, long pids, List<GenericResource> generic) {
    /// Nothing said.
    public static final Resources NONE = new Resources(0, 0, 0, List.of());

    public Resources {
        generic = List.copyOf(generic);
    }
}
