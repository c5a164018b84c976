package belt.cli;

import belt.cli.term.Io;
import belt.cli.term.TerminalWidth;
import belt.cli.term.Terminals;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/// Adapts {@link Belt} to the operating system.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Io io = io();
        int exit = Belt.run(args, io);
        // halt: no shutdown hook is ours, and pools of libraries must not keep the program alive
        Runtime.getRuntime().halt(exit);
    }

    /// The process's own streams and surroundings.
    static Io io() {
        // System.out would encode in the locale's charset, and POSIX has none
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var directory = Path.of("").toAbsolutePath();
        return new Io(
                System.in,
                out,
                err,
                Terminals.parse(System.getProperty("belt.tty")),
                System.getenv(),
                directory,
                Path.of(System.getProperty("belt.home", directory.toString())),
                InstantSource.system(),
                new TerminalWidth(System.getenv("COLUMNS")));
    }
}
