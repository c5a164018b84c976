package belt.cli.credential;

import belt.cli.term.Io;
import belt.core.BeltException;
import belt.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Where a secret comes from. What is written down is the place, never the secret.
public sealed interface SecretSource {
    /// An environment variable.
    record Environment(String name) implements SecretSource {}

    /// A file, its first line.
    record InFile(String path) implements SecretSource {}

    /// What a command prints, its first line. Run by `sh -c`; it may ask on the terminal.
    record Output(String command) implements SecretSource {}

    /// An entry of the desktop's keyring; see {@link SystemKeyring}.
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

    /// The same place, said so that it is the same from every folder.
    default SecretSource settled(Io io) {
        return this instanceof InFile(var path) && !path.startsWith("~")
                ? new InFile(io.path(path).toAbsolutePath().normalize().toString())
                : this;
    }

    /// Fetches the secret.
    ///
    /// @param whose whose secret it is, for messages: `account work: access-token`
    /// @throws BeltException.MissingCredentials if there is none, or others may read the file that it is in
    default Secret fetch(Io io, String whose) throws InterruptedException {
        var command = new SecretCommand(io, SecretCommand.USUAL);
        return switch (this) {
            case Environment(var name) ->
                    Secret.of(
                            io.variable(name)
                                    .filter(value -> !value.isBlank())
                                    .orElseThrow(() ->
                                            SecretCommand.none(
                                                            whose
                                                                    + ": variable "
                                                                    + name
                                                                    + " is not set")
                                                    .withRemedy("export " + name + "=…")));
            case InFile(var path) -> read(io.path(path), whose);
            case Output(var text) ->
                    command.run(List.of("sh", "-c", text), whose + ": command '" + text + "'");
            case Keyring(var name) -> new SystemKeyring(io).fetch(name, whose);
        };
    }

    private static Secret read(Path file, String whose) {
        try {
            requirePrivate(file, whose);
            String line = Files.readString(file).lines().findFirst().orElse("").strip();
            if (line.isEmpty()) {
                throw SecretCommand.none(whose + ": file " + file + " is empty");
            }
            return Secret.of(line);
        } catch (NoSuchFileException e) {
            throw SecretCommand.none(whose + ": there is no file " + file);
        } catch (IOException e) {
            throw SecretCommand.none(
                    whose + ": file " + file + " cannot be read: " + e.getMessage());
        }
    }

    /// As ssh does with keys.
    private static void requirePrivate(Path file, String whose) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        var rights = Files.getPosixFilePermissions(file);
        boolean others =
                rights.contains(PosixFilePermission.OTHERS_READ)
                        || rights.contains(PosixFilePermission.GROUP_READ);
        if (others) {
            throw new BeltException.MissingCredentials(
                            AccountProblem.OPEN_FILE,
                            whose
                                    + ": others may read file "
                                    + file
                                    + " ("
                                    + PosixFilePermissions.toString(rights)
                                    + ")")
                    .withRemedy("chmod 600 " + file);
        }
    }
}
