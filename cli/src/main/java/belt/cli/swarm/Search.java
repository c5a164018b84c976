package belt.cli.swarm;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Machine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Pings machines until one will do: the preferred one alone at first, for it nearly always answers, then the others, some at
/// once. Nobody waits for a silent machine while another one will do.
///
/// @param <T> what an answer is
final class Search<T> {
    private static final int AT_ONCE = 16;

    private final Function<Machine, T> ping;
    private final ToIntFunction<T> rank;
    private final BlockingQueue<Outcome<T>> heard = new LinkedBlockingQueue<>();
    private final Map<String, BeltException> silent = new LinkedHashMap<>();
    private final Set<String> answered = new HashSet<>();
    private @Nullable T best;
    private int running;

    /// @param ping throws Unreachable if a machine does not answer
    /// @param rank of an answer: 0 will do, and the lower the better
    Search(Function<Machine, T> ping, ToIntFunction<T> rank) {
        this.ping = ping;
        this.rank = rank;
    }

    /// @param machines in the order of preference
    /// @param headStart how long only the first is waited for
    /// @return the first that will do, else the best that answers; empty if none does
    /// @throws BeltException what else a machine says than that it does not answer
    Optional<T> run(Collection<Machine> machines, Duration headStart) throws InterruptedException {
        Deque<Machine> open = new ArrayDeque<>(machines);
        if (!open.isEmpty() && headStart.isPositive()) {
            start(open.remove());
            hear(heard.poll(headStart.toNanos(), TimeUnit.NANOSECONDS));
        }
        while (best == null || rank.applyAsInt(best) > 0) {
            while (running < AT_ONCE && !open.isEmpty()) {
                start(open.remove());
            }
            if (running == 0) {
                break;
            }
            hear(heard.take());
        }
        return Optional.ofNullable(best);
    }

    /// Why machines did not answer, as far as that is known: machine → problem.
    Map<String, BeltException> silent() {
        return silent;
    }

    /// Whether a machine has answered, of whatever use that was.
    boolean answered(Machine machine) {
        return answered.contains(machine.name());
    }

    private void start(Machine machine) {
        running++;
        Thread.ofVirtual().name("ping " + machine.name()).start(() -> heard.add(pinged(machine)));
    }

    private Outcome<T> pinged(Machine machine) {
        try {
            return new Outcome.Done<>(machine.name(), ping.apply(machine));
        } catch (BeltException e) {
            return new Outcome.Failed<>(machine.name(), e);
        } catch (RuntimeException e) { // outermost frame of this thread
            return new Outcome.Failed<>(
                    machine.name(), new BeltException.Bug(machine.name() + ": " + e, e));
        }
    }

    private void hear(@Nullable Outcome<T> outcome) {
        if (outcome == null) {
            return; // the head start is over
        }
        running--;
        switch (outcome) {
            case Outcome.Done<T>(var node, var answer) -> {
                answered.add(node);
                if (best == null || rank.applyAsInt(answer) < rank.applyAsInt(best)) {
                    best = answer;
                }
            }
            case Outcome.Failed<T>(var node, BeltException.Unreachable problem) ->
                    silent.put(node, problem);
            case Outcome.Failed<T>(_, var problem) -> throw problem;
        }
    }
}
