package belt.provider;

import belt.core.Outcome;
import java.util.HashMap;
import java.util.Map;

/// Labels of machines that are there already.
public final class Labels {
    private Labels() {}

    /// A machine's outcome with more labels; those of other keys stay.
    public static Outcome<Machine> added(Outcome<Machine> outcome, Map<String, String> labels) {
        if (!(outcome instanceof Outcome.Done<Machine>(var name, var machine))) {
            return outcome;
        }
        var all = new HashMap<>(machine.labels());
        all.putAll(labels);
        return new Outcome.Done<>(name, machine.change().labels(all).build());
    }
}
