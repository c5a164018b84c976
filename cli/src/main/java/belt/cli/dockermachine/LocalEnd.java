package belt.cli.dockermachine;

import belt.core.BeltException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A path of this host. Archives are made and unpacked by this host's `tar`.
final class LocalEnd implements End {
    private final Path path;
    private final List<Process> running = new ArrayList<>();

    LocalEnd(Path path) {
        this.path = path;
    }

    @Override
    public Found look() {
        if (!Files.exists(path)) {
            return new Found(Kind.NOTHING, "");
        }
        try {
            return new Found(
                    Files.isDirectory(path) ? Kind.FOLDER : Kind.FILE,
                    mode(Files.getPosixFilePermissions(path)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static String mode(Set<PosixFilePermission> rights) {
        int bits = 0;
        for (PosixFilePermission right : rights) {
            bits |= bit(right);
        }
        return Integer.toOctalString(bits);
    }

    private static int bit(PosixFilePermission right) {
        return switch (right) {
            case OWNER_READ -> 0400;
            case OWNER_WRITE -> 0200;
            case OWNER_EXECUTE -> 0100;
            case GROUP_READ -> 040;
            case GROUP_WRITE -> 020;
            case GROUP_EXECUTE -> 010;
            case OTHERS_READ -> 04;
            case OTHERS_WRITE -> 02;
            case OTHERS_EXECUTE -> 01;
        };
    }

    @Override
    public InputStream read(Kind kind) {
        try {
            return kind == Kind.FOLDER
                    ? tar("-C", path.toString(), "-cf", "-", ".").getInputStream()
                    : Files.newInputStream(path);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void finish() throws InterruptedException {
        for (Process process : running) {
            if (process.waitFor() != 0) {
                throw new BeltException.OperationFailed(
                        MachineProblem.COPY,
                        "tar could not copy all of " + path + ": exit " + process.exitValue());
            }
        }
    }

    @Override
    public void write(Found source, String name, InputStream content) throws InterruptedException {
        Path to = Files.isDirectory(path) ? path.resolve(name) : path;
        try (content) {
            if (source.kind() == Kind.FOLDER) {
                Files.createDirectories(to);
                Process unpack = tar("-C", to.toString(), "-xf", "-");
                try (var in = unpack.getOutputStream()) {
                    content.transferTo(in);
                }
                finish();
            } else {
                Files.copy(content, to, StandardCopyOption.REPLACE_EXISTING);
                if (source.mode().matches("[0-7]{1,4}")) {
                    set(to, Integer.parseInt(source.mode(), 8));
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void set(Path file, int bits) throws IOException {
        var rights = new java.util.HashSet<PosixFilePermission>();
        for (PosixFilePermission right : PosixFilePermission.values()) {
            if ((bits & bit(right)) != 0) {
                rights.add(right);
            }
        }
        Files.setPosixFilePermissions(file, rights);
    }

    private Process tar(String... words) throws IOException {
        var command = new ArrayList<String>(List.of("tar"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        running.add(process);
        return process;
    }

    private BeltException failed(IOException e) {
        return new BeltException.OperationFailed(
                MachineProblem.COPY, path + " cannot be copied: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        running.forEach(Process::destroy);
    }
}
