package belt.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;

/// Keeps the {@link HighWaterMark} up to date while entries are applied. An entry may be applied before this manager's
/// own disk has it, as the others' disks suffice; the mark waits for ours, or a power cut would look like damage.
final class AppliedMark implements AutoCloseable {
    private static final long FORCE_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final HighWaterMark file;
    private LongSupplier flushed = () -> -1;
    private LongFunction<@Nullable TermIndex> lookUp = _ -> null;
    private long forcedAt = System.nanoTime();
    private boolean closed;

    AppliedMark(Path file) throws IOException {
        this.file = HighWaterMark.open(file);
    }

    /// @param index the last index that this disk has
    /// @param entry its entry's place, null where the log does not know it
    synchronized void attach(LongSupplier index, LongFunction<@Nullable TermIndex> entry) {
        flushed = index;
        lookUp = entry;
    }

    /// An entry was applied, or a snapshot up to it loaded.
    synchronized void reached(TermIndex applied, long storeVersion) throws IOException {
        if (closed) {
            return;
        }
        long onDisk = flushed.getAsLong();
        if (onDisk >= applied.getIndex()) {
            file.write(applied.getTerm(), applied.getIndex(), storeVersion);
        } else {
            TermIndex last = onDisk < 0 ? null : lookUp.apply(onDisk);
            if (last != null) {
                file.write(last.getTerm(), last.getIndex(), storeVersion);
            }
        }
        if (System.nanoTime() - forcedAt > FORCE_EVERY_NANOS) {
            force();
        }
    }

    synchronized void force() throws IOException {
        if (!closed) {
            file.force();
            forcedAt = System.nanoTime();
        }
    }

    /// Leaves a first mark, so that the folder counts as used from now on.
    synchronized void begin() throws IOException {
        file.write(0, -1, 0);
        file.force();
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            file.close();
        }
    }
}
