package belt.cli.creation;

import belt.core.BeltException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Why machines were not made in this run, as the provider said it. Written from several threads.
final class Troubles {
    private final Map<String, BeltException> byName = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable BeltException> hopeless = new AtomicReference<>();

    void add(List<String> names, BeltException problem) {
        names.forEach(name -> byName.put(name, problem));
    }

    /// A machine is there after all.
    void clear(String name) {
        byName.remove(name);
    }

    /// Every further call would meet the same.
    void giveUp(BeltException problem) {
        hopeless.set(problem);
    }

    boolean isHopeless() {
        return hopeless.get() != null;
    }

    /// Why an item is not there.
    BeltException of(Item item) {
        Item.Failure failure = item.failure();
        return Optional.ofNullable(byName.get(item.name()))
                .or(() -> Optional.ofNullable(hopeless.get()))
                .orElseGet(() ->
                        new BeltException.OperationFailed(
                                        CreationProblem.NOT_MADE,
                                        item.name()
                                                + " was not made"
                                                + (failure == null ? "" : ": " + failure.reason()))
                                .withRemedy("belt resume"));
    }
}
