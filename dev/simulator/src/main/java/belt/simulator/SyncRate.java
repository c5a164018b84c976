package belt.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/// How fast the disk takes small forced writes: what wall times are to be read beside.
///
/// @param medianMicros one append of 4 KiB and its force
/// @param p99Micros the slowest of a hundred
/// @param fileSystem what the folder lies on
record SyncRate(long medianMicros, long p99Micros, String fileSystem) {
    private static final int WRITES = 500;

    static SyncRate of(Path folder) throws IOException {
        Path file = folder.resolve("sync-rate");
        var micros = new long[WRITES];
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var page = ByteBuffer.allocateDirect(4096);
            for (int i = 0; i < WRITES; i++) {
                long before = System.nanoTime();
                page.clear();
                channel.write(page);
                channel.force(false);
                micros[i] = (System.nanoTime() - before) / 1000;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Arrays.sort(micros);
        return new SyncRate(
                micros[WRITES / 2], micros[WRITES * 99 / 100], Files.getFileStore(folder).type());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "4 KiB and fdatasync: median %.2f ms, p99 %.2f ms (%,d a second, %s)",
                medianMicros / 1000.0,
                p99Micros / 1000.0,
                1_000_000 / Math.max(1, medianMicros),
                fileSystem);
    }
}
