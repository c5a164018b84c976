package belt.cli.state;

import belt.cli.json.Json;
import belt.core.BeltException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/// What the operator ran, one JSON object a line in `$XDG_STATE_HOME/belt/history.jsonl`. It never fails a command.
///
/// @param file where
public record History(Path file) {
    /// Remembers a command that ended.
    ///
    /// @param words the words behind `belt`; values of secret options and join tokens are not kept
    /// @param directory where it ran
    public void add(Instant begun, Duration took, Path directory, List<String> words, int exit) {
        var line = new LinkedHashMap<String, Object>();
        line.put("format", 1);
        line.put("at", begun.toString());
        line.put("ms", took.toMillis());
        line.put("exit", exit);
        line.put("directory", directory.toString());
        line.put("words", SecretWords.redacted(words));
        byte[] bytes = (Json.compact(line) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            boolean fresh = !Files.exists(file);
            Path folder = StateFiles.folderOf(file);
            StateFiles.makeFolder(folder, StateFiles.SECRET_FOLDER);
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (fresh) {
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(StateFiles.SECRET_FILE));
                StateFiles.giveToOwnerOf(folder, file);
            }
        } catch (IOException | BeltException _) {
            // a home that cannot be written to is no reason to fail
        }
    }
}
