package belt.agent.journal;

import belt.agent.problem.AgentProblem;
import belt.core.BeltException;
import belt.core.codec.MalformedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal's form on disk: eight bytes of head (`BELTAGT` and the format's version), then entries of length, CRC-32C
/// of what follows, kind, payload. Not for several threads.
///
/// Plain file I/O, no channel: a channel closes itself under a thread that is interrupted, and tasks' threads are.
final class JournalFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final byte[] MAGIC = "BELTAGT".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 8;
    private static final int FRAME = 8;

    /// The version that this build writes, and the newest that it reads.
    static final byte FORMAT = 1;

    private final Path folder;
    private final Path file;
    private RandomAccessFile open;

    private JournalFile(Path folder, Path file, RandomAccessFile open) {
        this.folder = folder;
        this.file = file;
        this.open = open;
    }

    /// Reads what is there and opens the file for appending. An entry cut off at the end, by a crash, is dropped; a
    /// damaged one ends the reading, and the file is kept aside: the leader knows the tasks too.
    ///
    /// @throws BeltException.Refused if a newer version of belt wrote it
    static JournalFile open(Path folder, Consumer<Entry> each) {
        Path file = folder.resolve("tasks.log");
        try {
            Files.createDirectories(folder);
            long good = Files.exists(file) ? readAll(file, each) : 0;
            var opened = new RandomAccessFile(file.toFile(), "rw");
            opened.setLength(good);
            opened.seek(good);
            if (good == 0) {
                writeHead(opened);
                opened.getFD().sync();
                syncFolder(folder);
            }
            return new JournalFile(folder, file, opened);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static BeltException unusable(Path file, IOException cause) {
        return new BeltException.OperationFailed(
                        AgentProblem.JOURNAL_UNUSABLE,
                        "the agent's state " + file + " cannot be used",
                        cause)
                .withDetail(cause.toString());
    }

    /// @return how many bytes are good
    private static long readAll(Path file, Consumer<Entry> each) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < HEAD) {
            return 0;
        }
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        byte format = bytes.get();
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            setAside(file, 0);
            return 0;
        }
        if (format > FORMAT) {
            throw new BeltException.Refused(
                    AgentProblem.JOURNAL_NEWER,
                    "the agent's state "
                            + file
                            + " has format "
                            + format
                            + ", this beltd knows formats up to "
                            + FORMAT);
        }
        while (bytes.remaining() > FRAME) {
            int start = bytes.position();
            int length = bytes.getInt();
            int sum = bytes.getInt();
            if (length < 1 || length > bytes.remaining()) {
                return cut(file, start, bytes.limit());
            }
            byte[] body = new byte[length];
            bytes.get(body);
            try {
                if (sum != checksum(body, body.length)) {
                    throw new MalformedException("checksum differs");
                }
                each.accept(
                        Entry.decode(body[0], java.util.Arrays.copyOfRange(body, 1, body.length)));
            } catch (MalformedException e) {
                LOG.warn("{} is damaged at offset {}: {}", file, start, e.getMessage());
                return bytes.hasRemaining() ? setAside(file, start) : start;
            }
        }
        return bytes.position();
    }

    private static long cut(Path file, int good, int size) {
        LOG.info("{} ends inside an entry; the last {} bytes are dropped", file, size - good);
        return good;
    }

    private static long setAside(Path file, long good) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + ".damaged");
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn("{} was kept as {}; what is missing comes from the leader again", file, copy);
        return good;
    }

    private static int checksum(byte[] bytes, int length) {
        var sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) sum.getValue();
    }

    private static void writeHead(RandomAccessFile to) throws IOException {
        to.write(ByteBuffer.allocate(HEAD).put(MAGIC).put(FORMAT).array());
    }

    /// Appends an entry. It outlives this process at once, and the machine's power after the next {@link #sync}.
    void append(Entry entry) throws IOException {
        open.write(frame(entry));
    }

    /// Makes everything durable that was appended before.
    void sync() throws IOException {
        open.getFD().sync();
    }

    /// Replaces the whole file; after a crash either the old or the new one is there.
    void replace(List<Entry> entries) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var next = new RandomAccessFile(fresh.toFile(), "rw");
        try {
            writeHead(next);
            for (Entry entry : entries) {
                next.write(frame(entry));
            }
            next.getFD().sync();
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        open.close();
        open = next;
        syncFolder(folder);
    }

    private static byte[] frame(Entry entry) {
        byte[] payload = entry.payload();
        byte[] body = new byte[payload.length + 1];
        body[0] = (byte) entry.kind();
        System.arraycopy(payload, 0, body, 1, payload.length);
        return ByteBuffer.allocate(FRAME + body.length)
                .putInt(body.length)
                .putInt(checksum(body, body.length))
                .put(body)
                .array();
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
