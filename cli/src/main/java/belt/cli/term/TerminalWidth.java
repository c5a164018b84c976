package belt.cli.term;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The terminal's width: `COLUMNS` if exported, else what `stty` says. Asked only when a table meets a terminal, because
/// it starts a process.
public final class TerminalWidth implements IntSupplier {
    private final @Nullable String columns;

    /// @param columns the variable `COLUMNS`
    public TerminalWidth(@Nullable String columns) {
        this.columns = columns;
    }

    @Override
    public int getAsInt() {
        if (columns != null && columns.matches("[1-9]\\d{0,4}")) {
            return Integer.parseInt(columns);
        }
        try {
            var process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String[] words = answer.strip().split(" ");
            return words.length == 2 && words[1].matches("\\d{1,5}")
                    ? Integer.parseInt(words[1])
                    : 0;
        } catch (IOException _) {
            return 0;
        }
    }
}
