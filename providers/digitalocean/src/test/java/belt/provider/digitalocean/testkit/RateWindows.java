package belt.provider.digitalocean.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// The limits of one token: so many calls in any hour, so many in any minute, and fewer for listing keys. Each call has a
/// timer of its own (vendor's page "Rate limit"). Guarded by the server's lock.
final class RateWindows {
    static final int PER_HOUR = 5_000;
    static final int PER_MINUTE = 250;
    static final int KEY_LISTS_PER_MINUTE = 10;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Deque<Instant> calls = new ArrayDeque<>();
    private final Deque<Instant> burst = new ArrayDeque<>();
    private final Deque<Instant> keyLists = new ArrayDeque<>();
    private int perHour = PER_HOUR;

    /// What the headers of an answer say.
    ///
    /// @param limit calls in an hour
    /// @param remaining how many are left now
    /// @param reset when the oldest call's timer ends, in seconds since 1970
    /// @param retryAfter seconds to wait, if the call was refused for its burst; 0 otherwise
    /// @param refused whether the call was refused
    record Verdict(int limit, int remaining, long reset, long retryAfter, boolean refused) {}

    void perHour(int calls) {
        perHour = calls;
    }

    /// Counts a call, unless it is refused.
    Verdict take(Instant now, boolean listsKeys) {
        forget(calls, now.minus(HOUR));
        forget(burst, now.minus(MINUTE));
        forget(keyLists, now.minus(MINUTE));
        Instant oldest = calls.isEmpty() ? now : calls.getFirst();
        long reset = oldest.plus(HOUR).getEpochSecond() + 1;
        if (calls.size() >= perHour) {
            return new Verdict(perHour, 0, reset, 0, true);
        }
        if (burst.size() >= PER_MINUTE) {
            return new Verdict(
                    perHour, perHour - calls.size(), reset, wait(burst.getFirst(), now), true);
        }
        if (listsKeys && keyLists.size() >= KEY_LISTS_PER_MINUTE) {
            return new Verdict(
                    perHour, perHour - calls.size(), reset, wait(keyLists.getFirst(), now), true);
        }
        calls.add(now);
        burst.add(now);
        if (listsKeys) {
            keyLists.add(now);
        }
        return new Verdict(perHour, perHour - calls.size(), reset, 0, false);
    }

    private static long wait(Instant oldest, Instant now) {
        return Duration.between(now, oldest.plus(MINUTE)).toSeconds() + 1;
    }

    private static void forget(Deque<Instant> calls, Instant before) {
        while (!calls.isEmpty() && !calls.getFirst().isAfter(before)) {
            calls.removeFirst();
        }
    }
}
