package belt.cli.log;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// `$XDG_STATE_HOME/belt/belt.log`, made with the first line; past 5 MB it begins anew and one old file is kept. Never fails
/// whoever logs.
public final class LogFile {
    private static final long MOST_BYTES = 5_000_000;

    private final Path path;

    LogFile(Path path) {
        this.path = path;
    }

    /// The operator's, or the one that the system property `belt.log.file` names.
    public static LogFile standard() {
        String given = System.getProperty("belt.log.file");
        return new LogFile(given != null ? Path.of(given) : folder().resolve("belt.log"));
    }

    private static Path folder() {
        String state = System.getenv("XDG_STATE_HOME");
        if (state != null && state.startsWith("/")) {
            return Path.of(state, "belt");
        }
        String home = System.getenv("HOME");
        return Path.of(home == null ? "/tmp" : home, ".local/state/belt");
    }

    public Path path() {
        return path;
    }

    synchronized void append(String line, @Nullable Throwable cause) {
        var text = new StringWriter();
        text.append(line).append('\n');
        if (cause != null) {
            cause.printStackTrace(new PrintWriter(text, true));
        }
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            if (Files.exists(path) && Files.size(path) > MOST_BYTES) {
                Files.move(
                        path,
                        path.resolveSibling(path.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    path, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException _) {
            // a log that cannot be written is no reason to fail
        }
    }
}
