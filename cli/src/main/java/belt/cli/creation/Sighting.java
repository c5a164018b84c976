package belt.cli.creation;

import belt.provider.Batch;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provider.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One listing, compared with what a creation wants.
///
/// @param machines name → the machine that counts, for those that were seen
/// @param surplus machines of our batches that do not count: a second of a name, or one that is not wanted any more
record Sighting(Map<String, Machine> machines, List<Machine> surplus) {
    /// Asks the provider once: for the batch if there is only one, else for the cluster.
    static Sighting take(Workbench bench, Creation creation) throws InterruptedException {
        List<Batch> batches = creation.batches();
        Selection selection =
                batches.size() == 1
                        ? Selection.batch(batches.getFirst().id())
                        : Selection.cluster();
        var byName = new LinkedHashMap<String, List<Machine>>();
        Set<String> removed = creation.removed();
        Set<String> removing = creation.removing().keySet();
        for (Machine machine : bench.provider().list(selection)) {
            if (creation.batch(machine.batch()) != null && !removed.contains(machine.id())) {
                byName.computeIfAbsent(machine.name(), _ -> new ArrayList<>()).add(machine);
            }
        }
        var chosen = new LinkedHashMap<String, Machine>();
        var surplus = new ArrayList<Machine>();
        byName.forEach((name, all) -> {
            Optional<Machine> one = choose(creation, removing, name, all);
            one.ifPresent(machine -> chosen.put(name, machine));
            all.stream().filter(each -> !Optional.of(each).equals(one)).forEach(surplus::add);
        });
        return new Sighting(chosen, surplus);
    }

    /// The one whose id is on record; else the oldest, so that every belt that looks chooses the same.
    private static Optional<Machine> choose(
            Creation creation, Set<String> removing, String name, List<Machine> all) {
        Optional<Item> item = creation.find(name);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        String id = item.get().id();
        List<Machine> candidates =
                all.stream()
                        .filter(machine -> !removing.contains(machine.id()))
                        .filter(machine ->
                                machine.id().equals(id) || machine.state() != MachineState.FAILED)
                        .toList();
        Optional<Machine> recorded =
                candidates.stream().filter(machine -> machine.id().equals(id)).findFirst();
        if (recorded.isPresent() || !id.isEmpty()) {
            return recorded;
        }
        return candidates.stream()
                .min(Comparator.comparing(Machine::createdAt).thenComparing(Machine::id));
    }
}
