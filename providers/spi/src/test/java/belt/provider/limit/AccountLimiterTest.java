package belt.provider.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.ProviderProblem;
import belt.provider.Surroundings;
import belt.provider.testkit.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountLimiterTest {
    private static final Window HOUR = new Window(Duration.ofHours(1), 100);
    private static final Window MINUTE = new Window(Duration.ofMinutes(1), 10);
    private static final Duration PATIENCE = Duration.ofMinutes(70);

    @TempDir private Path folder;
    private final FakeClock clock = new FakeClock();
    private final List<String> reasons = new ArrayList<>();

    private AccountLimiter limiter(String token) {
        var around =
                new Surroundings(
                        clock,
                        (time, why) -> {
                            reasons.add(why);
                            clock.pause(time, why);
                        },
                        Map.of(),
                        folder.resolve("accounts"));
        return new AccountLimiter(
                around, "account work", "cloud", Secret.of(token), List.of(MINUTE, HOUR), PATIENCE);
    }

    private static List<Instant> take(AccountLimiter limiter, FakeClock clock, int calls)
            throws InterruptedException {
        var times = new ArrayList<Instant>();
        for (int i = 0; i < calls; i++) {
            limiter.take();
            times.add(clock.instant());
        }
        return times;
    }

    private static void assertKept(List<Instant> times, Window window) {
        for (int i = window.calls(); i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - window.calls()), times.get(i)))
                    .isGreaterThanOrEqualTo(window.length());
        }
    }

    @Test
    void keepsToEveryWindowAndWastesNothing() throws InterruptedException {
        List<Instant> times = take(limiter("t"), clock, 250);
        assertKept(times, HOUR);
        assertKept(times, MINUTE);
        assertThat(clock.waited()).isBetween(Duration.ofHours(2), Duration.ofMinutes(126));
        assertThat(reasons).containsOnly("rate limit of account work");
    }

    @Test
    void limitersOfOneAccountShareAndOthersDoNot() throws InterruptedException {
        take(limiter("t"), clock, 10);
        take(limiter("another"), clock, 10);
        assertThat(clock.waited()).isZero();
        take(limiter("t"), clock, 1);
        assertThat(clock.waited()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void neverWritesTheToken() throws IOException, InterruptedException {
        limiter("geheim").take();
        try (var files = Files.list(folder.resolve("accounts"))) {
            for (Path file : files.toList()) {
                assertThat(file.toString()).doesNotContain("geheim");
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("geheim");
            }
        }
    }

    @Test
    void obeysWhatTheProviderSays() throws InterruptedException {
        AccountLimiter limiter = limiter("t");
        limiter.hold(Duration.ofSeconds(42));
        take(limiter("t"), clock, 1);
        assertThat(clock.waited()).isBetween(Duration.ofSeconds(42), Duration.ofSeconds(43));
        limiter.learn(100, 2); // 97 calls were made by somebody else
        take(limiter, clock, 2);
        assertThat(clock.waited()).isLessThan(Duration.ofMinutes(1));
        take(limiter, clock, 1);
        assertThat(clock.waited()).isGreaterThan(Duration.ofMinutes(1)); // then it tries
    }

    @Test
    void givesUpWhenItsPatienceIsOver() throws InterruptedException {
        AccountLimiter limiter = limiter("t");
        limiter.hold(Duration.ofHours(2));
        assertThatThrownBy(limiter::take)
                .isInstanceOfSatisfying(
                        BeltException.Unreachable.class,
                        e -> assertThat(e.code()).isEqualTo(ProviderProblem.RATE_LIMITED));
        assertThat(clock.waited()).isZero();
    }

    @Test
    void aDamagedFileAndAClockSetBackAreNoEnd() throws IOException, InterruptedException {
        take(limiter("t"), clock, 5);
        try (var files = Files.list(folder.resolve("accounts"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, "no file of ours");
            }
        }
        take(limiter("t"), clock, 10);
        clock.advance(Duration.ofDays(-1).negated());
        take(limiter("t"), clock, 10);
        assertThat(clock.waited()).isLessThan(Duration.ofDays(1).plusMinutes(2));
    }

    @Test
    void manyThreadsOfOneProcessKeepToIt() throws Exception {
        var times = new ArrayList<Instant>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = limiter("t");
            var second = limiter("t");
            for (int i = 0; i < 40; i++) {
                AccountLimiter limiter = i % 2 == 0 ? first : second;
                threads.submit(() -> {
                    limiter.take();
                    synchronized (times) {
                        times.add(clock.instant());
                    }
                    return null;
                });
            }
        }
        assertThat(times).hasSize(40);
        assertThat(clock.waited()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(8));
    }
}
