package belt.provider.limit;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.ProviderProblem;
import belt.provider.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The calls that one account may be asked, shared by all belt processes of the operator through a small file
/// ({@link CallFile}), which is named by a hash of the credential. Safe for use by several threads.
///
/// What the provider says counts more than what was configured: a lower limit, calls that others made with the same
/// credential, and a time for which it wants no calls.
///
/// Lock order: `turn`, then the file's. `turn` is a queue: who waits for the provider keeps those behind it waiting, so that
/// calls go out in the order in which they were wanted and only one thread looks at the time. It alone is held while
/// waiting; the file's is held for one look.
public final class AccountLimiter {
    /// A longer wait is taken in pieces: other processes may learn more in the meantime.
    private static final Duration PIECE = Duration.ofMinutes(1);

    /// How long calls of others count that the provider told of: they leave its window at times that nobody here knows.
    private static final Duration TOLD = Duration.ofMinutes(1);

    private final ReentrantLock turn = new ReentrantLock(true);
    private final Surroundings around;
    private final String who;
    private final List<Window> windows;
    private final Duration patience;
    private final CallFile file;

    /// @param around the clock, how to wait, and the folder that all processes share
    /// @param who what is limited, for messages: `account work of digitalocean`
    /// @param key the file's first word: provider and kind of calls
    /// @param credential whose calls are counted; only its hash is written
    /// @param windows the limits, at least one
    /// @param patience how long one call may wait altogether
    public AccountLimiter(
            Surroundings around,
            String who,
            String key,
            Secret credential,
            List<Window> windows,
            Duration patience) {
        this.around = around;
        this.who = who;
        this.windows =
                windows.stream().sorted(Comparator.comparing(Window::length).reversed()).toList();
        this.patience = patience;
        int slots = windows.stream().mapToInt(Window::calls).max().orElseThrow();
        this.file = new CallFile(path(around.accounts(), key, credential), slots);
    }

    private static Path path(Path folder, String key, Secret credential) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((key + "\0").getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(credential.reveal().getBytes(StandardCharsets.UTF_8));
            return folder.resolve(key + "-" + HexFormat.of().formatHex(hash, 0, 12) + ".calls");
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("no SHA-256", e);
        }
    }

    /// Waits until a call may be made, and counts it.
    ///
    /// @throws BeltException.Unreachable `provider.rate-limited` if that takes longer than the patience
    public void take() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            Duration waited = Duration.ZERO;
            Duration wait = attempt();
            while (wait.isPositive()) {
                if (waited.plus(wait).compareTo(patience) > 0) {
                    throw tooLong(wait);
                }
                Duration piece = wait.compareTo(PIECE) > 0 ? PIECE : wait;
                around.waiting().pause(piece, "rate limit of " + who);
                waited = waited.plus(piece);
                wait = attempt();
            }
        } finally {
            turn.unlock();
        }
    }

    /// Takes note of what an answer said about the longest window.
    ///
    /// @param limit calls in that window
    /// @param remaining how many are left, whoever made the others
    public void learn(int limit, int remaining) throws InterruptedException {
        Window longest = windows.getFirst();
        Instant now = around.clock().instant();
        file.change(counts -> {
            int ours = counts.since(now.minus(longest.length()));
            int others = Math.max(0, limit - remaining - ours);
            return counts.told(limit, others, now.plus(TOLD));
        });
    }

    /// Lets no call out for this long: the provider asked for it.
    public void hold(Duration time) throws InterruptedException {
        Instant until = around.clock().instant().plus(time);
        file.change(counts -> counts.heldUntil(until));
    }

    /// How long a call would have to wait now; zero if it was counted.
    private Duration attempt() throws InterruptedException {
        Instant now = around.clock().instant();
        var wait = new Duration[] {Duration.ZERO};
        file.change(counts -> {
            wait[0] = wait(counts, now);
            return wait[0].isPositive() ? counts : counts.add(now);
        });
        return wait[0];
    }

    private Duration wait(CallCounts counts, Instant now) {
        Duration most = Duration.between(now, counts.held());
        boolean longest = true;
        for (Window window : windows) {
            int calls =
                    longest
                            ? Math.max(
                                    1,
                                    Math.min(window.calls(), counts.limit()) - counts.others(now))
                            : window.calls();
            Instant free = counts.nthNewest(calls).plus(window.length());
            Duration wait = Duration.between(now, free);
            if (wait.compareTo(window.length()) > 0) {
                wait = window.length(); // somebody set the clock back
            }
            most = wait.compareTo(most) > 0 ? wait : most;
            longest = false;
        }
        return most.isPositive() ? Duration.ofMillis(most.toMillis()).plusMillis(1) : Duration.ZERO;
    }

    private BeltException tooLong(Duration wait) {
        return new BeltException.Unreachable(
                        ProviderProblem.RATE_LIMITED,
                        who + " may make no call for another " + wait.toSeconds() + " s")
                .withDetail("other belt processes and other tools use up the same limit");
    }
}
