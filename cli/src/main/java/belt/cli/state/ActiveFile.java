package belt.cli.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The one-line files `active` of 2016: `cluster: NAME`, `host: NAME`. Read without a YAML library, because nearly every
/// command reads them.
final class ActiveFile {
    private ActiveFile() {}

    static Optional<String> read(Path file, String key) {
        return StateFiles.read(file).flatMap(text -> value(text, key));
    }

    private static Optional<String> value(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> unquote(line.substring(key.length() + 1).strip()))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static String unquote(String value) {
        boolean quoted =
                value.length() > 1
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    static void write(Path file, String key, String value) {
        StateFiles.write(file, key + ": " + value + "\n", StateFiles.PLAIN_FILE);
    }

    static void clear(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw StateFiles.failed("cannot remove", file, e);
        }
    }
}
