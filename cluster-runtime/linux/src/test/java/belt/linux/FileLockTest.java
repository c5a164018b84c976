package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLockTest {
    @TempDir Path folder;

    @Test
    void namesTheHolderToWhoeverCannotWait() throws InterruptedException {
        Path file = folder.resolve("new/lock");
        try (var _ = FileLock.take(file, "belt up (process 7)", Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> FileLock.take(file, "other", Duration.ofMillis(50)))
                    .isInstanceOf(BeltException.Conflict.class)
                    .hasMessageContaining("is held by belt up (process 7)");
        }
        FileLock.take(file, "other", Duration.ofMillis(50)).close();
    }

    @Test
    void readingTheFileDoesNotDropTheLock() throws Exception {
        Path file = folder.resolve("lock");
        try (var _ = FileLock.take(file, "first", Duration.ofSeconds(1))) {
            assertThat(Files.readString(file)).isEqualTo("first\n");
            assertThatThrownBy(() -> FileLock.take(file, "second", Duration.ofMillis(50)))
                    .isInstanceOf(BeltException.Conflict.class);
        }
    }

    @Test
    void aWaiterNoticesThatTheFileWasRemoved() throws Exception {
        Path file = folder.resolve("lock");
        var first = FileLock.take(file, "first", Duration.ofSeconds(1));
        var second = new FutureTask<>(() -> FileLock.take(file, "second", Duration.ofSeconds(10)));
        Thread.ofVirtual().start(second);
        first.remove();
        first.close();
        try (var _ = second.get()) {
            assertThat(Files.readString(file)).isEqualTo("second\n");
        }
    }
}
