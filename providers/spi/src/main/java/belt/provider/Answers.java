package belt.provider;

import belt.core.BeltException;
import belt.core.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What providers answer alike.
public final class Answers {
    private static final int SHOWN = 5;

    private Answers() {}

    /// What became of a batch: one outcome a name, in the batch's order. Of a machine that the cloud's answer does not name
    /// nobody knows whether it exists.
    ///
    /// @param told the machines that the answer names
    /// @param where for people: `EC2`
    public static List<Outcome<Machine>> ofCreate(
            Batch batch, Collection<Machine> told, String where) {
        Map<String, Machine> byName = new HashMap<>();
        told.forEach(machine -> byName.put(machine.name(), machine));
        return batch.names().stream().map(name -> outcome(name, byName.get(name), where)).toList();
    }

    private static Outcome<Machine> outcome(String name, @Nullable Machine machine, String where) {
        return machine != null
                ? new Outcome.Done<>(name, machine)
                : new Outcome.Failed<>(
                        name,
                        new BeltException.Unreachable(
                                ProviderProblem.OUTCOME_UNKNOWN,
                                where + " did not tell about " + name));
    }

    /// Refuses to forget a cluster that has machines.
    ///
    /// @param left names of machines that are there
    /// @param where for people: `at EC2`
    /// @throws BeltException.Refused if there are some
    public static void requireNone(String cluster, Collection<String> left, String where) {
        if (left.isEmpty()) {
            return;
        }
        String more = left.size() > SHOWN ? ", and " + (left.size() - SHOWN) + " more" : "";
        throw new BeltException.Refused(
                        ProviderProblem.STILL_HAS_MACHINES,
                        "cluster "
                                + cluster
                                + " still has "
                                + left.size()
                                + (left.size() == 1 ? " machine " : " machines ")
                                + where)
                .withDetail(String.join(", ", left.stream().limit(SHOWN).toList()) + more);
    }
}
