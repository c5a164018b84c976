package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.command.Tree;
import belt.cli.term.Io;
import belt.cli.term.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Runs a transcript: commands and what they must answer, in-process, in a folder of its own.
///
/// ```
/// # a comment
/// @tty 80               from here on all streams are a terminal of this width; @tty off ends it
/// @env NAME=VALUE       sets a variable
/// @later 60             moves the clock on by so many seconds
/// @in y                 what is typed at the next command
/// @file PATH            the following lines that begin with | become a file
/// $ belt expand 'node[1:2]'
/// > node1               a line on stdout; [..] stands for anything in a line
/// > node2
/// ! talk                a line on stderr; a line of … alone stands for any number of lines
/// ? 2                   the exit code; 0 unless given
/// ```
final class Transcript {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private final Path script;
    private final Path directory;
    private final Tree tree;
    private final Map<String, String> env = new HashMap<>();
    private Terminals terminals = Terminals.NONE;
    private int columns;
    private String typed = "";
    private Instant now = NOW;

    private Transcript(Path script, Path directory, Tree tree) {
        this.script = script;
        this.directory = directory;
        this.tree = tree;
        env.put("HOME", directory.resolve("home").toString());
    }

    /// Runs a script with belt's own commands.
    static void run(Path script, Path directory) throws IOException {
        run(script, directory, Belt.tree());
    }

    /// Runs a script with other commands, for example ones that were given fakes.
    static void run(Path script, Path directory, Tree tree) throws IOException {
        new Transcript(script, directory, tree).run();
    }

    private void run() throws IOException {
        List<String> lines = Files.readAllLines(script);
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at);
            int end = at + 1;
            if (line.startsWith("$ ")) {
                while (end < lines.size() && isExpectation(lines.get(end))) {
                    end++;
                }
                check(at + 1, line.substring(2), lines.subList(at + 1, end));
            } else if (line.startsWith("@file ")) {
                while (end < lines.size() && lines.get(end).startsWith("|")) {
                    end++;
                }
                write(line.substring(6).strip(), lines.subList(at + 1, end));
            } else if (line.startsWith("@")) {
                set(line);
            } else {
                assertThat(line.isBlank() || line.startsWith("#"))
                        .as("%s:%d is neither a command nor a comment: %s", script, at + 1, line)
                        .isTrue();
            }
            at = end;
        }
    }

    private static boolean isExpectation(String line) {
        return line.startsWith(">") || line.startsWith("!") || line.startsWith("?");
    }

    private void write(String name, List<String> lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                String.join("", lines.stream().map(line -> line.substring(1) + "\n").toList()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void set(String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "@tty" -> {
                boolean on = !words[1].equals("off");
                terminals = new Terminals(on, on, on);
                columns = on ? Integer.parseInt(words[1]) : 0;
            }
            case "@env" -> {
                String[] pair = words[1].split("=", 2);
                env.put(pair[0], pair[1]);
            }
            case "@later" -> now = now.plusSeconds(Long.parseLong(words[1]));
            case "@in" -> typed += words[1] + "\n";
            default -> throw new AssertionError(script + ": unknown setting " + line);
        }
    }

    private void check(int number, String line, List<String> expected) {
        List<String> words = ShellSplit.words(line);
        assertThat(words.getFirst()).as("%s:%d", script, number).isEqualTo("belt");
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = Belt.run(words.subList(1, words.size()), io(out, err), tree);
        typed = "";
        String where = script.getFileName() + ":" + number + ": " + line;
        match(where + "\nstdout", out, expected, '>');
        match(where + "\nstderr", err, expected, '!');
        int wanted =
                expected.stream()
                        .filter(each -> each.startsWith("?"))
                        .mapToInt(each -> Integer.parseInt(each.substring(1).strip()))
                        .findFirst()
                        .orElse(0);
        assertThat(exit).as(where + "\nexit code").isEqualTo(wanted);
    }

    private Io io(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Io(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminals,
                Map.copyOf(env),
                directory,
                directory,
                InstantSource.fixed(now),
                () -> columns);
    }

    private void match(String where, ByteArrayOutputStream stream, List<String> lines, char mark) {
        List<String> wanted = new ArrayList<>();
        for (String line : lines) {
            if (line.charAt(0) == mark) {
                wanted.add(line.length() > 1 ? line.substring(2) : "");
            }
        }
        String text = stream.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
        List<String> actual = text.lines().map(String::stripTrailing).toList();
        String pattern =
                String.join(
                        "",
                        wanted.stream()
                                .map(line ->
                                        line.equals("…")
                                                ? "(?:.*\n)*"
                                                : quoted(line.stripTrailing()) + "\n")
                                .toList());
        String joined = actual.isEmpty() ? "" : String.join("\n", actual) + "\n";
        assertThat(Pattern.matches(pattern, joined))
                .as("%s\nwanted:\n%s\nwas:\n%s", where, String.join("\n", wanted), joined)
                .isTrue();
    }

    private static String quoted(String line) {
        return String.join(
                ".*",
                List.of(line.split(Pattern.quote("[..]"), -1)).stream()
                        .map(Pattern::quote)
                        .toList());
    }
}
