package belt.provider.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AccountLimiterIT {
    @TempDir private Path folder;

    private Process start(String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LimitedProcess.class.getName(),
                        folder.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void severalProcessesKeepToOneLimit() throws Exception {
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) {
            processes.add(start("40"));
        }
        var times = new ArrayList<Long>();
        for (Process process : processes) {
            List<String> lines =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
            lines.forEach(line -> times.add(Long.parseLong(line)));
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(times).hasSize(120);
        Collections.sort(times);
        long window = LimitedProcess.WINDOW.length().toMillis();
        for (int i = LimitedProcess.WINDOW.calls(); i < times.size(); i++) {
            // a process may be late in printing, so a little less is seen than was kept
            assertThat(times.get(i) - times.get(i - LimitedProcess.WINDOW.calls()))
                    .isGreaterThan(window - 250);
        }
        assertThat(times.getLast() - times.getFirst()).isGreaterThanOrEqualTo(3 * window - 250);
    }

    @Test
    void aHolderThatIsKilledStopsNobody() throws Exception {
        AccountLimiter limiter = LimitedProcess.limiter(folder);
        limiter.take();
        Process holder = start("hold");
        assertThat(holder.inputReader().readLine()).isEqualTo("held true");
        Thread taking = Thread.ofVirtual().unstarted(() -> takeOrFail(limiter));
        taking.start();
        assertThat(taking.join(Duration.ofMillis(200))).isFalse();
        holder.destroyForcibly();
        assertThat(taking.join(Duration.ofSeconds(10))).isTrue();
        limiter.take();
    }

    private static void takeOrFail(AccountLimiter limiter) {
        try {
            limiter.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
