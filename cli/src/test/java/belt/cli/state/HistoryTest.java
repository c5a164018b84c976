package belt.cli.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir Path folder;

    @Test
    void remembersWhatRanButNoSecrets() throws IOException {
        Path file = folder.resolve("belt/history.jsonl");
        var words =
                List.of(
                        "docker",
                        "swarm",
                        "join",
                        "--token",
                        "SWMTKN-1-abc-def",
                        "--secret=x",
                        "SWMTKN-1-q-r",
                        "10.0.0.1");
        new History(file).add(Instant.EPOCH, Duration.ofMillis(12), Path.of("/work"), words, 1);
        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\"format\":1,\"at\":\"1970-01-01T00:00:00Z\",\"ms\":12,\"exit\":1,\"directory\":\"/work\","
                                + "\"words\":[\"docker\",\"swarm\",\"join\",\"--token\",\"[REDACTED]\","
                                + "\"--secret=[REDACTED]\",\"[REDACTED]\",\"10.0.0.1\"]}\n");
    }

    @Test
    void neverFailsACommand() {
        new History(Path.of("/proc/nowhere/history.jsonl"))
                .add(Instant.EPOCH, Duration.ZERO, Path.of("/"), List.of("ls"), 0);
    }
}
