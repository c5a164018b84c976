package belt.linux;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The kernel's settings under `/proc/sys`. Network settings belong to a namespace: call from inside
/// {@link NetNamespace#call} to reach another one than ours.
public final class Sysctl {
    private final Path root;

    private Sysctl(Path root) {
        this.root = root;
    }

    /// The settings as the calling thread's namespaces see them.
    public static Sysctl own() {
        return new Sysctl(Path.of("/proc/sys"));
    }

    /// Settings below another folder, for tests and for another process's view.
    public static Sysctl at(Path root) {
        return new Sysctl(root);
    }

    /// The value, fields separated by one blank; empty if this kernel or namespace has no such key.
    ///
    /// @param key for example `net.ipv4.ip_forward`; a `/` stands for a dot within a name, as in sysctl(8)
    public Optional<String> find(String key) {
        return PseudoFile.read(file(key)).map(Sysctl::normalised);
    }

    /// Sets a value and reads it back.
    ///
    /// @throws BeltException.OperationFailed if the key is missing, refused, or keeps another value
    public void set(String key, String value) {
        try {
            Files.writeString(file(key), value);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            LinuxProblem.SYSCTL, "sysctl " + key + " cannot be set to " + value, e)
                    .withDetail(String.valueOf(e.getMessage()));
        }
        String now = find(key).orElse("nothing");
        if (!now.equals(normalised(value))) {
            throw new BeltException.OperationFailed(
                    LinuxProblem.SYSCTL, "sysctl " + key + " is " + now + " after " + value);
        }
    }

    private Path file(String key) {
        String path = key.replace('.', '\0').replace('/', '.').replace('\0', '/');
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            throw new BeltException.InvalidInput(
                    LinuxProblem.SYSCTL, "sysctl key " + key + " leaves /proc/sys");
        }
        return file;
    }

    private static String normalised(String value) {
        return value.strip().replaceAll("\\s+", " ");
    }
}
