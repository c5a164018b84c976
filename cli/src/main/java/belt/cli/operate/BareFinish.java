package belt.cli.operate;

import belt.cli.creation.Finish;
import belt.cli.creation.Stage;
import belt.cli.creation.StageLog;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Leaves machines as their provider made them: `belt create --bare`, and machines that `belt up` makes nodes of by its own
/// plan.
public record BareFinish() implements Finish {
    /// Its word in the journal.
    public static final String WORD = "none";

    @Override
    public Map<String, String> details() {
        return Map.of(KEY, WORD);
    }

    @Override
    public Stage goal() {
        return Stage.ADDRESSED;
    }

    @Override
    public List<Outcome<Machine>> run(Collection<Machine> machines, StageLog log) {
        var outcomes = new ArrayList<Outcome<Machine>>();
        machines.forEach(machine -> outcomes.add(new Outcome.Done<>(machine.name(), machine)));
        return outcomes;
    }
}
