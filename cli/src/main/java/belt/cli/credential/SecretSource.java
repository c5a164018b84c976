package belt.cli.credential;

import belt.cli.term.Io;
import belt.core.BeltException;
import belt.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a secret comes from. What is written down is the place, never the secret.
public sealed interface SecretSource {
    /// An environment variable.
    record Environment(String name) implements SecretSource {}

    /// A file, its first line.
    record InFile(String path) implements SecretSource {}

    /// What a command prints, its first line. Run by `sh -c`; it may ask on the terminal.
    record Output(String command) implements SecretSource {}

    /// An entry of the desktop's keyring, by `secret-tool lookup belt NAME`.
    record Keyring(String name) implements SecretSource {}

    /// Reads `env:NAME`, `file:PATH`, `command:WORDS` or `keyring:NAME`.
    ///
    /// @throws BeltException.InvalidInput for anything else, without repeating it: it may be the secret itself
    static SecretSource parse(String key, String text) {
        int colon = text.indexOf(':');
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        if (!rest.isEmpty()) {
            switch (text.substring(0, colon)) {
                case "env" -> {
                    return new Environment(rest);
                }
                case "file" -> {
                    return new InFile(rest);
                }
                case "command" -> {
                    return new Output(rest);
                }
                case "keyring" -> {
                    return new Keyring(rest);
                }
                default -> {}
            }
        }
        throw new BeltException.InvalidInput(
                        AccountProblem.IN_CLEAR, "the value of " + key + " is no place of a secret")
                .withDetail("secrets are never written down: belt keeps where to find them");
    }

    /// As it is written down.
    default String text() {
        return switch (this) {
            case Environment(var name) -> "env:" + name;
            case InFile(var path) -> "file:" + path;
            case Output(var command) -> "command:" + command;
            case Keyring(var name) -> "keyring:" + name;
        };
    }

    /// Fetches the secret.
    ///
    /// @throws BeltException.MissingCredentials if there is none
    default Secret fetch(Io io) throws InterruptedException {
        return switch (this) {
            case Environment(var name) ->
                    Secret.of(
                            io.variable(name)
                                    .orElseThrow(() -> none("variable " + name + " is not set")));
            case InFile(var path) -> read(io.path(path));
            case Output(var command) -> run(List.of("sh", "-c", command), "command " + command);
            case Keyring(var name) ->
                    run(List.of("secret-tool", "lookup", "belt", name), "keyring entry " + name);
        };
    }

    private static Secret read(Path file) {
        try {
            return firstLine(Files.readString(file), "file " + file);
        } catch (IOException e) {
            throw none("file " + file + " cannot be read");
        }
    }

    private static Secret run(List<String> words, String what) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw none(what + " ended with " + exit);
            }
            return firstLine(text, what);
        } catch (IOException e) {
            throw none(what + " cannot be run");
        }
    }

    private static Secret firstLine(String text, String what) {
        String line = text.lines().findFirst().orElse("").strip();
        if (line.isEmpty()) {
            throw none(what + " has nothing in it");
        }
        return Secret.of(line);
    }

    private static BeltException none(String what) {
        return new BeltException.MissingCredentials(AccountProblem.NO_SECRET, what);
    }
}
