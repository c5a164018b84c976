package belt.cli.operate;

import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.core.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What many nodes' outcomes come to.
public final class Outcomes {
    private Outcomes() {}

    /// The values of those that succeeded.
    public static <T> List<T> values(List<Outcome<T>> outcomes) {
        var values = new ArrayList<T>();
        for (Outcome<T> outcome : outcomes) {
            if (outcome instanceof Outcome.Done<T>(_, var value)) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /// Fails if any failed: with the failure itself if it is the only node, else with all of them grouped by reason.
    ///
    /// @param what what was tried, `were not made`
    public static void require(List<? extends Outcome<?>> outcomes, String what) {
        var failed = new ArrayList<Outcome.Failed<?>>();
        for (Outcome<?> outcome : outcomes) {
            if (outcome instanceof Outcome.Failed<?> failure) {
                failed.add(failure);
            }
        }
        if (failed.isEmpty()) {
            return;
        }
        boolean sameReason = failed.stream().map(f -> f.problem().code()).distinct().count() == 1;
        if (failed.size() == outcomes.size() && (failed.size() == 1 || sameReason)) {
            throw failed.getFirst().problem();
        }
        var byReason = new LinkedHashMap<String, List<String>>();
        failed.forEach(f ->
                byReason.computeIfAbsent(
                                String.valueOf(f.problem().getMessage()), _ -> new ArrayList<>())
                        .add(f.node()));
        throw new BeltException.PartlyFailed(
                CoreProblem.NODES_FAILED,
                failed.size() + " of " + outcomes.size() + " nodes " + what,
                byReason);
    }
}
