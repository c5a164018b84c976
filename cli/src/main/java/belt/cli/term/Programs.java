package belt.cli.term;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The programs of the operator's host.
public final class Programs {
    private Programs() {}

    /// The first of this name in the folders of the operator's PATH.
    public static Optional<Path> find(Io io, String name) {
        for (String folder : io.variable("PATH").orElse("").split(File.pathSeparator)) {
            Path file = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
