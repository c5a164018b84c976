package belt.provision.step;

import java.util.List;

/// What will be done to one machine, in order.
///
/// @param node the machine
/// @param steps empty if there is nothing to do
/// @param notes what the operator should know but nothing can be done about here
public record Plan(String node, List<Step> steps, List<String> notes) {
    public Plan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /// One line a step, or the one line `NODE: nothing to do`.
    public List<String> lines() {
        if (steps.isEmpty()) {
            return List.of(node + ": nothing to do");
        }
        return steps.stream().map(step -> node + ": " + step.summary()).toList();
    }
}
