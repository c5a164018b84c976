package belt.agent.session;

import belt.api.Message.ManagerAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Which manager to try next: the one that a redirect named, else all of them in random order, each once a round. Not for
/// several threads.
final class ManagerList {
    private final RandomGenerator random;
    private final Deque<ManagerAddress> round = new ArrayDeque<>();
    private List<ManagerAddress> all;

    ManagerList(List<ManagerAddress> all, RandomGenerator random) {
        this.all = List.copyOf(all);
        this.random = random;
    }

    List<ManagerAddress> all() {
        return all;
    }

    /// @return whether it differs from what was known; an empty list says nothing and changes nothing
    boolean replace(List<ManagerAddress> managers) {
        if (managers.isEmpty() || managers.equals(all)) {
            return false;
        }
        all = List.copyOf(managers);
        round.clear();
        return true;
    }

    /// Tries this one next.
    void prefer(ManagerAddress manager) {
        round.addFirst(manager);
    }

    Optional<ManagerAddress> next() {
        if (round.isEmpty()) {
            var shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, java.util.Random.from(random));
            round.addAll(shuffled);
        }
        return Optional.ofNullable(round.pollFirst());
    }
}
