package belt.cli.creation;

import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Names whose machines were just removed. Listings may go on showing those for a while, and a plan would take them for
/// machines that are there: so it is waited until they are not shown any more.
public final class FreeNames {
    private static final Duration RECENT = Duration.ofMinutes(10);

    private FreeNames() {}

    /// @throws BeltException.StillRunning if the provider still lists some when the patience is over
    public static void await(Workbench bench, Collection<String> names)
            throws InterruptedException {
        Set<String> gone = bench.ledger().removedSince(bench.now().minus(RECENT));
        if (gone.isEmpty()) {
            return;
        }
        Instant deadline = bench.now().plus(bench.patience());
        while (true) {
            List<String> left =
                    bench.provider().list(Selection.cluster()).stream()
                            .filter(machine -> gone.contains(machine.id()))
                            .map(Machine::name)
                            .filter(names::contains)
                            .toList();
            if (left.isEmpty()) {
                return;
            }
            if (!bench.now().isBefore(deadline)) {
                throw new BeltException.StillRunning(
                        CreationProblem.NAME_NOT_FREE,
                        left.getFirst()
                                + (left.size() == 1 ? "" : " and " + (left.size() - 1) + " more")
                                + ": the machine that was removed is still there");
            }
            bench.stop().check();
            left.forEach(name -> bench.progress().state(name, "waiting for its old machine to go"));
            bench.pause(left.size() + " removed machines to go");
        }
    }
}
