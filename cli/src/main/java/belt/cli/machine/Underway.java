package belt.cli.machine;

import belt.cli.creation.Creation;
import belt.cli.creation.Item;
import belt.cli.creation.Stage;
import belt.cli.operate.Creations;
import belt.cli.operate.Estate;
import belt.cli.term.Progress;
import belt.provider.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Machines of creates that are not finished, by their ids: how far each is.
///
/// @param items id → how far it is; only those that are not at the end of their create
/// @param unseen how many have no id yet
record Underway(Map<String, Item> items, long unseen) {
    static final Underway NOTHING = new Underway(Map.of(), 0);

    /// Costs next to nothing where no create is open.
    static Underway of(Estate estate) {
        if (estate.cluster().journal(estate.call().io().clock()).isEmpty()) {
            return NOTHING;
        }
        var progress = Progress.NONE;
        List<Creation> open = new Creations(estate, progress).open();
        var finishes = new Finishes(estate, progress);
        var items = new HashMap<String, Item>();
        long unseen = 0;
        for (Creation creation : open) {
            Stage goal = finishes.of(creation).goal();
            for (Item item : creation.items()) {
                if (item.id().isEmpty()) {
                    unseen++;
                } else if (!item.stage().isAtLeast(goal)) {
                    items.put(item.id(), item);
                }
            }
        }
        return new Underway(items, unseen);
    }

    @Nullable Item find(Machine machine) {
        return items.get(machine.id());
    }

    /// How far an item is, and why it got no further.
    static String words(Item item) {
        Item.Failure failure = item.failure();
        return failure == null
                ? item.stage().word()
                : "not " + failure.at().word() + ": " + failure.reason();
    }
}
