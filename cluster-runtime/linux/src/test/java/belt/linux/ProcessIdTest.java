package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdTest {
    @Test
    void knowsALivingProcessFromItsSuccessor() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        ProcessId id = ProcessId.find(sleeper.pid()).orElseThrow();
        assertThat(id.alive()).isTrue();
        assertThat(new ProcessId(id.pid(), id.startTicks() + 1).alive()).isFalse();
        assertThat(new ProcessId(id.pid(), id.startTicks() + 1).signal(9)).isFalse();
        assertThat(id.signal(15)).isTrue();
        assertThat(sleeper.waitFor()).isEqualTo(143);
        assertThat(id.alive()).isFalse();
    }

    @Test
    void aZombieCountsAsGone() throws Exception {
        // The shell's child ends at once and is never waited for, because the shell became `sleep`.
        Process parent = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 60").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            assertThat(
                            Deadline.in(Duration.ofSeconds(10))
                                    .await(
                                            Duration.ofMillis(5),
                                            () -> ProcessId.find(child).isEmpty()))
                    .isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }
}
