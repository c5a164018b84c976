package belt.cli.state;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Reads and writes the files of the state: whole files are replaced by rename after an fsync, so that a crash leaves the
/// old or the new one; what root writes in somebody's folder belongs to that somebody.
final class StateFiles {
    /// For files without secrets: a later run as another user can read what root made.
    static final String PLAIN_FILE = "rw-r--r--";

    static final String PLAIN_FOLDER = "rwxr-xr-x";
    static final String SECRET_FILE = "rw-------";
    static final String SECRET_FOLDER = "rwx------";

    private StateFiles() {}

    /// The file's text; empty if it does not exist.
    static Optional<String> read(Path file) {
        return readBytes(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /// The file's bytes; empty if it does not exist.
    static Optional<byte[]> readBytes(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("cannot read", file, e);
        }
    }

    /// Whether it was written since then; false if there is none. With a minute to spare.
    static boolean changedSince(Path file, Instant then) {
        try {
            return !Files.getLastModifiedTime(file).toInstant().plusSeconds(60).isBefore(then);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw failed("cannot read", file, e);
        }
    }

    /// Replaces the file.
    static void write(Path file, String text, String mode) {
        write(file, text.getBytes(StandardCharsets.UTF_8), mode);
    }

    static void write(Path file, byte[] bytes, String mode) {
        Path folder = folderOf(file);
        Path fresh =
                folder.resolve(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(
                    fresh, PosixFilePermissions.fromString(mode)); // whatever the umask
            giveToOwnerOf(folder, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } catch (IOException e) {
            discard(fresh);
            throw failed("cannot write", file, e);
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // the next write removes it
        }
    }

    /// Makes the folder and those above it.
    static void makeFolder(Path folder, String mode) {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makeFolder(parent, PLAIN_FOLDER);
        }
        try {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
            if (parent != null) {
                giveToOwnerOf(parent, folder);
                sync(parent);
            }
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw failed("cannot make the folder", folder, e);
            }
        }
    }

    /// So that what root does in an operator's folder can be read and removed by the operator.
    static void giveToOwnerOf(Path model, Path file) throws IOException {
        if (((Integer) Files.getAttribute(file, "unix:uid")) != 0) {
            return;
        }
        Object uid = Files.getAttribute(model, "unix:uid");
        if (!uid.equals(0)) {
            Files.setAttribute(file, "unix:uid", uid);
            Files.setAttribute(file, "unix:gid", Files.getAttribute(model, "unix:gid"));
        }
    }

    /// The folder that a file lies in.
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    /// Makes a rename or a new name durable.
    static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static BeltException failed(String what, Path file, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return new BeltException.Refused(
                            CliProblem.FILES, what + " " + file + ": permission denied", cause)
                    .withDetail(
                            "it belongs to another user, perhaps because belt ran as root before");
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new BeltException.OperationFailed(
                CliProblem.FILES, what + " " + file + ": " + reason, cause);
    }
}
