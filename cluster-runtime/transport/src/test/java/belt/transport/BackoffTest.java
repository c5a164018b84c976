package belt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void drawsBelowABoundThatDoublesUpToEightSeconds() {
        long[] boundsMillis = {100, 200, 400, 800, 1_600, 3_200, 6_400, 8_000, 8_000};
        for (int seed = 0; seed < 200; seed++) {
            var backoff = new Backoff(new Random(seed));
            for (long bound : boundsMillis) {
                assertThat(backoff.next())
                        .as("seed %d", seed)
                        .isBetween(Duration.ZERO, Duration.ofMillis(bound));
            }
        }
    }

    @Test
    void startsAgainAfterASuccess() {
        var backoff = new Backoff(new Random(1));
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.next()).isNotNull();
        }
        backoff.reset();
        assertThat(backoff.next()).isLessThan(Backoff.FIRST);
    }

    @Test
    void spreadsAThousandNodes() {
        long sum = 0;
        for (int node = 0; node < 1_000; node++) {
            sum += new Backoff(new Random(node)).next().toMillis();
        }
        assertThat(sum / 1_000).isBetween(40L, 60L);
    }
}
