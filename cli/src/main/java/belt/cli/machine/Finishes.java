package belt.cli.machine;

import belt.cli.creation.Creation;
import belt.cli.creation.Finish;
import belt.cli.creation.FirstBoot;
import belt.cli.join.JoinFinish;
import belt.cli.operate.BareFinish;
import belt.cli.operate.Estate;
import belt.cli.operate.ProvisionFinish;
import belt.cli.term.Progress;
import java.util.Map;
import java.util.Optional;

/// Chooses how creations end.
///
/// @param estate the cluster
/// @param progress shows it
record Finishes(Estate estate, Progress progress) {
    /// For a new creation.
    Finish of(boolean bare) {
        return bare ? new BareFinish() : new ProvisionFinish(estate, progress);
    }

    /// What a creation's machines are told for their first boot.
    FirstBoot firstBoot(Creation creation) {
        return JoinFinish.of(creation.beginning(), estate, progress)
                .map(JoinFinish::firstBoot)
                .orElse(FirstBoot.asWritten());
    }

    /// For one that was cut short: as its first line says.
    Finish of(Creation creation) {
        Map<String, String> beginning = creation.beginning();
        Optional<JoinFinish> join = JoinFinish.of(beginning, estate, progress);
        if (join.isPresent()) {
            return join.get();
        }
        return switch (beginning.getOrDefault(Finish.KEY, "")) {
            case BareFinish.WORD -> new BareFinish();
            case ProvisionFinish.WORD -> new ProvisionFinish(estate, progress);
            // a line from before there was a choice
            default -> of(!beginning.getOrDefault("command", "").equals("create"));
        };
    }
}
