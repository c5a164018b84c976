package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.term.Io;
import belt.cli.term.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The command line in this process, without a terminal, in a folder of its own.
final class BeltRun {
    final Map<String, String> env = new HashMap<>();
    String out = "";
    String err = "";
    private final Path folder;

    BeltRun(Path folder) {
        this.folder = folder;
        env.put("HOME", folder.resolve("home").toString());
    }

    /// Runs a command that has to end so.
    void belt(int exit, String... words) {
        var stdout = new ByteArrayOutputStream();
        var stderr = new ByteArrayOutputStream();
        int was =
                Belt.run(
                        List.of(words),
                        new Io(
                                new ByteArrayInputStream(new byte[0]),
                                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                                Terminals.NONE,
                                Map.copyOf(env),
                                folder,
                                folder,
                                InstantSource.system(),
                                () -> 0),
                        Belt.tree());
        out = stdout.toString(StandardCharsets.UTF_8);
        err = stderr.toString(StandardCharsets.UTF_8);
        assertThat(was).as(String.join(" ", words) + "\n" + out + err).isEqualTo(exit);
    }
}
