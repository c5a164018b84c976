package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a thousand machines may cost.
class CreateRunTest {
    @TempDir private Path folder;

    @Test
    void aThousandMachinesTakeAHundredCreatesAndOneListCallPerPageAndPoll()
            throws InterruptedException {
        CreateRun run = CreateRun.of(1_000, folder);
        assertThat(run.creates()).isEqualTo(100);
        // five pages of 200; before that the plan's own look, a single page of nothing
        assertThat(run.calls().get("GET /v2/droplets")).isLessThanOrEqualTo(5 * run.polls() + 1);
        assertThat(run.calls()).doesNotContainKey("GET /v2/droplets/{droplet_id}");
        assertThat(run.refused()).isZero();
        assertThat(run.removalsRefused()).isZero();
        assertThat(run.active()).isLessThan(Duration.ofMinutes(3));
    }
}
