package belt.provider.testkit;

import java.util.Random;

/// What goes wrong at a {@link FakeCloud}: asked once for every call.
@FunctionalInterface
public interface Faults {
    /// What becomes of a call.
    enum Fault {
        /// Nothing goes wrong.
        NONE,
        /// The call is refused and changes nothing.
        UNAVAILABLE,
        /// The call takes effect, its reply is lost.
        LOST_REPLY,
        /// The call takes effect some seconds later, its reply is lost at once.
        LATE_EFFECT,
        /// The call makes only some of the machines and then fails without telling which; a cloud that makes all or none
        /// treats it as LOST_REPLY.
        HALF,
        /// The call takes effect at once and again twenty seconds later, because something on the way repeated it, and its
        /// reply is lost; a cloud that knows tokens treats it as LOST_REPLY.
        TWICE
    }

    /// @param call `create`, `list`, `delete`, `get`, `power`, `account`
    Fault next(String call);

    static Faults none() {
        return _ -> Fault.NONE;
    }

    /// A share of all calls goes wrong, in a way that the seed decides.
    static Faults random(long seed, double share) {
        var random = new Random(seed);
        Fault[] kinds = Fault.values();
        return _ -> {
            synchronized (random) {
                return random.nextDouble() < share
                        ? kinds[1 + random.nextInt(kinds.length - 1)]
                        : Fault.NONE;
            }
        };
    }

    /// The first calls of one kind go wrong, each once; all others go well.
    static Faults first(String call, Fault... faults) {
        int[] next = {0};
        return asked -> {
            synchronized (next) {
                return asked.equals(call) && next[0] < faults.length
                        ? faults[next[0]++]
                        : Fault.NONE;
            }
        };
    }
}
