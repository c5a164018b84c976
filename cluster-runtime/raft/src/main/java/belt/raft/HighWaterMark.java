package belt.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;

/// Remembers, outside of the log, how far the log had come: a log that was lost, emptied or cut looks like a shorter or
/// a new one to Ratis, which then starts without a word (docs/design/raft.md). Two slots are written in turn, so that a
/// torn write leaves the other one. Not for several threads.
final class HighWaterMark implements AutoCloseable {
    /// The newest format of the whole raft folder that this version reads.
    static final int FORMAT = 1;

    private static final int MAGIC = 0x42454C54; // "BELT"
    private static final int SLOT = 64;
    private static final int CHECKED = 44;

    /// @param format the folder's format
    /// @param sequence rises with every write
    /// @param term of the entry at the index
    /// @param index last entry that was applied and on this disk; -1 if none
    /// @param storeVersion the store's version after it
    record Mark(int format, long sequence, long term, long index, long storeVersion) {
        static final Mark NONE = new Mark(FORMAT, 0, 0, -1, 0);
    }

    private final FileChannel channel;
    private long sequence;
    private long forcedSequence;

    private HighWaterMark(FileChannel channel, long sequence) {
        this.channel = channel;
        this.sequence = sequence;
        this.forcedSequence = sequence;
    }

    /// The newest intact mark of a file; empty if there is no file or none is intact.
    static Optional<Mark> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        Optional<Mark> first = slot(bytes, 0);
        Optional<Mark> second = slot(bytes, SLOT);
        if (first.isPresent() && second.isPresent()) {
            return first.get().sequence() > second.get().sequence() ? first : second;
        }
        return first.or(() -> second);
    }

    private static Optional<Mark> slot(byte[] bytes, int at) {
        var slot = ByteBuffer.wrap(bytes);
        if (bytes.length < at + CHECKED + Integer.BYTES
                || slot.getInt(at) != MAGIC
                || slot.getInt(at + CHECKED) != checksum(bytes, at)) {
            return Optional.empty();
        }
        return Optional.of(
                new Mark(
                        slot.getInt(at + 4),
                        slot.getLong(at + 8),
                        slot.getLong(at + 16),
                        slot.getLong(at + 24),
                        slot.getLong(at + 32)));
    }

    private static int checksum(byte[] bytes, int at) {
        var crc = new CRC32();
        crc.update(bytes, at, CHECKED);
        return (int) crc.getValue();
    }

    /// Opens or creates the file.
    static HighWaterMark open(Path file) throws IOException {
        long sequence = read(file).map(Mark::sequence).orElse(0L);
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return new HighWaterMark(channel, sequence);
    }

    /// Writes the mark into the system's cache: it survives this process, not yet a power cut.
    void write(long term, long index, long storeVersion) throws IOException {
        sequence++;
        byte[] slot = new byte[SLOT];
        var bytes = ByteBuffer.wrap(slot);
        bytes.putInt(MAGIC).putInt(FORMAT).putLong(sequence);
        bytes.putLong(term).putLong(index).putLong(storeVersion);
        bytes.putInt(CHECKED, checksum(slot, 0));
        bytes.clear();
        channel.write(bytes, (sequence % 2) * SLOT);
    }

    /// Makes the last mark durable.
    void force() throws IOException {
        if (forcedSequence != sequence) {
            channel.force(false);
            forcedSequence = sequence;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            force();
        }
    }
}
