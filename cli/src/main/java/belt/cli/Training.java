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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The training runs from which the build makes the AOT caches: the commands that should start fast, in one process, in a
/// folder of its own. There are three, because whatever is in a cache is loaded by every command that uses it: a small one
/// for what only prints, one for what only reads records (argument `records`), and one for what talks to machines
/// (`journey`). Nothing here may need root, a network or a terminal. A new command that people type often belongs here.
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

    /// A life with a machine whose address nobody answers at: it loads what talks to machines and clusters.
    private static final List<List<String>> JOURNEY =
            List.of(
                    List.of(
                            "cluster",
                            "new",
                            "--driver",
                            "generic",
                            "--define",
                            "address=127.0.0.1:1",
                            "demo"),
                    List.of("use", "demo"),
                    List.of("cluster", "ls"),
                    List.of("cluster", "config"),
                    List.of("create", "-y", "512mb", "node1"),
                    List.of("ls"),
                    List.of("ls", "-o", "json"),
                    List.of("status"),
                    List.of("ip", "node1"),
                    List.of("ip", "nodex"),
                    List.of("active", "node1"),
                    List.of("active"),
                    List.of("ssh", "node1", "--", "true"),
                    List.of("node", "ls"),
                    List.of("service", "ls"),
                    List.of("up", "--plan", "belt.yaml"));

    /// A cloud's machine on record: nobody is asked. Nothing that fails, and nothing that makes the JVM write classes, for
    /// what does that would be loaded by each of them.
    private static final List<List<String>> RECORDS =
            List.of(
                    List.of("ls"),
                    List.of("ls", "-o", "json"),
                    List.of("ip", "node1"),
                    List.of("active", "node1"),
                    List.of("active"));

    private static final String MACHINE =
            """
            {"format":1,"name":"node1","id":"1","provider":"digitalocean","cluster":"demo","region":"fra1",\
            "size":"s-1vcpu-1gb","memoryBytes":1073741824,"cpus":1,"image":"ubuntu-24-04-x64",\
            "addresses":["10.0.0.1"],"sshUser":"root","sshPort":22,"state":"active","hostKeys":["ssh-ed25519 AAAA"],\
            "labels":{"tier":"web"},"createdAt":"2026-01-01T00:00:00Z"}
            """;

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private Training() {}

    public static void main(String[] args) {
        try {
            Belt.run(new String[] {"version"}, Main.io());
            Path directory = Files.createTempDirectory("belt-training-");
            try {
                String kind = args.length > 0 ? args[0] : "";
                if (kind.equals("journey")) {
                    JOURNEY.forEach(words -> limited(words, io(directory, Terminals.NONE)));
                } else if (kind.equals("records")) {
                    records(directory);
                }
                if (!kind.equals("records")) {
                    for (Terminals terminals :
                            List.of(Terminals.NONE, new Terminals(true, true, true))) {
                        COMMANDS.forEach(words -> run(io(directory, terminals), words));
                    }
                }
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void records(Path directory) throws IOException {
        Io plain = io(directory, Terminals.NONE);
        run(plain, List.of("cluster", "new", "--driver", "digitalocean", "demo"));
        run(plain, List.of("use", "demo"));
        String second = MACHINE.replace("node1", "node2"); // one alone is never compared
        Files.writeString(directory.resolve(".belt/demo/machines.jsonl"), MACHINE + second);
        RECORDS.forEach(words -> run(plain, words));
        RECORDS.forEach(words -> run(io(directory, new Terminals(true, true, true)), words));
    }

    private static void run(Io io, List<String> words) {
        Belt.run(words.toArray(String[]::new), io);
    }

    /// Runs a command and ends it as Ctrl-C would where it waits for a machine that never answers.
    private static void limited(List<String> words, Io io) {
        var runner = Thread.ofPlatform().start(() -> Belt.run(words.toArray(String[]::new), io));
        try {
            if (!runner.join(LIMIT)) {
                runner.interrupt();
                runner.join(LIMIT);
            }
        } catch (InterruptedException _) {
            runner.interrupt();
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
