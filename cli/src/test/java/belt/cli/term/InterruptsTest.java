package belt.cli.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Interrupts interrupts = new Interrupts(io());

    private Io io() {
        return new Io(
                InputStream.nullInputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminals.NONE,
                Map.of(),
                Path.of("/"),
                Path.of("/"),
                InstantSource.system(),
                () -> 80);
    }

    /// A real signal to this very process: it must go to us and not end the JVM. SIGTERM, since a shell
    /// that starts us in the background has SIGINT ignored, and the JVM keeps to that.
    @Test
    void aSignalAsksForAnEndAndSaysSo() throws IOException, InterruptedException {
        try (var scope = interrupts.during("belt resume")) {
            assertThat(scope.requested()).isFalse();
            String pid = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder(List.of("kill", "-TERM", pid)).start().waitFor();
            assertThat(
                            Deadline.in(Duration.ofSeconds(30))
                                    .await(Duration.ofMillis(5), scope::requested))
                    .isTrue();
            assertThatThrownBy(scope::check).isInstanceOf(InterruptedException.class);
        }
        assertThat(interrupts.exitCode()).isEqualTo(143);
        assertThat(interrupts.howToGoOn()).isEqualTo("belt resume");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("finishing the step in hand; Ctrl-C again ends at once");
    }

    @Test
    void waitingThatIsNoStepIsCutShort() {
        try (var scope = interrupts.during("belt status")) {
            scope.interruptible(true);
            var never = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> interrupts.arrived(15));
            assertThatThrownBy(() -> never.await(30, TimeUnit.SECONDS))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(interrupts.exitCode()).isEqualTo(143);
    }

    @Test
    void aStepIsNotCut() {
        try (var scope = interrupts.during("belt up")) {
            interrupts.arrived(2);
            assertThat(Thread.interrupted()).isFalse();
            assertThat(scope.requested()).isTrue();
        }
    }
}
