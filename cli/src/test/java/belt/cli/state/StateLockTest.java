package belt.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
    private static final Instant TEN = Instant.parse("2026-05-04T10:00:00Z");

    @TempDir Path folder;

    @Test
    void tellsWhoHoldsIt() throws IOException {
        Path cluster = Files.createDirectory(folder.resolve("demo"));
        try (var _ = StateLock.take(cluster.resolve("lock"), "belt up x.yaml", TEN)) {
            assertThatThrownBy(() ->
                            StateLock.take(cluster.resolve("lock"), "belt ls", TEN.plusSeconds(64)))
                    .isInstanceOf(BeltException.Conflict.class)
                    .hasMessage(
                            "cluster demo is being changed by 'belt up x.yaml' (process %d, for 1m04s)",
                            ProcessHandle.current().pid());
        }
    }

    @Test
    void canBeTakenAgainAfterwards() {
        StateLock.take(folder.resolve("lock"), "a", TEN).close();
        StateLock.take(folder.resolve("lock"), "b", TEN).close();
        assertThat(folder.resolve("lock")).isEmptyFile();
    }

    @Test
    void takesOverWhatADeadProcessLeft() throws IOException {
        Files.writeString(
                folder.resolve("lock"),
                "{\"format\":1,\"pid\":999999999,\"command\":\"belt up\",\"since\":\"2026-05-04T09:00:00Z\"}\n");
        StateLock.take(folder.resolve("lock"), "b", TEN).close();
    }
}
