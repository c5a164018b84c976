package belt.cli;

import belt.cli.term.Io;
import belt.cli.term.Terminals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The training run from which the build makes the AOT cache: the commands that should start fast, in one process, in a
/// folder of its own. Nothing here may need root, a network or a terminal. A new command that people type often belongs
/// here.
final class Training {
    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("version"),
                    List.of("version", "-o", "json"),
                    List.of(),
                    List.of("help", "exit-codes"),
                    List.of("help", "pattern.invalid"),
                    List.of("expand", "--help"),
                    List.of("expand", "node[1:4]"),
                    List.of("expand", "-o", "yaml", "node[1:4]"),
                    List.of("expand", "node[4:1]"),
                    List.of("craete", "node1"),
                    List.of("expand", "--colour", "never", "a"));

    private Training() {}

    public static void main(String[] args) {
        try {
            Belt.run(new String[] {"version"}, Main.io());
            Path directory = Files.createTempDirectory("belt-training-");
            try {
                for (Terminals terminals :
                        List.of(Terminals.NONE, new Terminals(true, true, true))) {
                    COMMANDS.forEach(words ->
                            Belt.run(words.toArray(String[]::new), io(directory, terminals)));
                }
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Io io(Path directory, Terminals terminals) {
        var nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Io(
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                terminals,
                Map.of("HOME", directory.toString()),
                directory,
                directory,
                InstantSource.system(),
                () -> 80);
    }

    private static void remove(Path directory) throws IOException {
        try (var left = Files.walk(directory)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
