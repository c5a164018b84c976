package belt.cli.creation;

import belt.cli.state.Journal;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.RandomId;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Removes machines on the operator's word: `belt rm`. Killed anywhere, a machine that is not removed stays on record, and
/// one that is, is not made again by a creation that is still open.
public final class Dismissal {
    private static final String WORD = "rm";

    private final Ledger ledger;
    private final InstantSource clock;
    private final String operation = RandomId.next().substring(0, 8);

    public Dismissal(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// @param machines which; a provider is asked once for all of its own
    /// @param open creations that are under way
    /// @param provider opens a provider by its name
    /// @return one outcome a machine
    public List<Outcome<Machine>> run(
            Collection<Machine> machines,
            List<Creation> open,
            Function<String, MachineProvider> provider)
            throws InterruptedException {
        ledger.put(machines); // some may be known by a listing only
        ledger.flush();
        write(CreationLine.BEGIN, Map.of("command", WORD));
        List<String> names = machines.stream().map(Machine::name).toList();
        open.forEach(creation -> creation.giveUp(names));
        var outcomes = new ArrayList<Outcome<Machine>>();
        try {
            for (var group : byProvider(machines).entrySet()) {
                ledger.append(lines(CreationLine.REMOVING, group.getValue()));
                try (MachineProvider opened = provider.apply(group.getKey())) {
                    outcomes.addAll(opened.delete(group.getValue()));
                }
            }
        } catch (BeltException e) {
            forget(outcomes);
            write(CreationLine.END, Map.of("command", WORD, "result", "failed"));
            throw e;
        }
        forget(outcomes);
        write(CreationLine.END, Map.of("command", WORD));
        return outcomes;
    }

    private void forget(List<Outcome<Machine>> outcomes) {
        var gone = new ArrayList<Machine>();
        for (Outcome<Machine> outcome : outcomes) {
            if (outcome instanceof Outcome.Done<Machine>(_, var machine)) {
                gone.add(machine);
            }
        }
        ledger.remove(gone);
        ledger.append(lines(CreationLine.REMOVED, gone));
    }

    private static Map<String, List<Machine>> byProvider(Collection<Machine> machines) {
        var groups = new LinkedHashMap<String, List<Machine>>();
        machines.forEach(machine ->
                groups.computeIfAbsent(machine.provider(), _ -> new ArrayList<>()).add(machine));
        return groups;
    }

    private void write(String event, Map<String, String> details) {
        ledger.append(List.of(new Journal.Entry(clock.instant(), operation, event, "", details)));
    }

    private List<Journal.Entry> lines(String event, Collection<Machine> machines) {
        return machines.stream()
                .map(machine ->
                        new Journal.Entry(
                                clock.instant(),
                                operation,
                                event,
                                machine.name(),
                                Map.of("id", machine.id(), "provider", machine.provider())))
                .toList();
    }
}
