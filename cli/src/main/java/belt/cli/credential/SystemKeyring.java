package belt.cli.credential;

import belt.cli.term.Io;
import belt.cli.term.Programs;
import belt.core.BeltException;
import belt.core.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The desktop's keyring, through the program that the system has for it: `secret-tool` of libsecret, or `security` on a
/// Mac.
///
/// @param io the operator's surroundings
record SystemKeyring(Io io) {
    /// One program and how it is asked.
    private record Tool(String program, List<String> words, String store) {}

    private static List<Tool> tools(String name) {
        return List.of(
                new Tool(
                        "secret-tool",
                        List.of("lookup", "belt", name),
                        "secret-tool store --label 'belt " + name + "' belt " + name),
                new Tool(
                        "security",
                        List.of("find-generic-password", "-s", "belt", "-a", name, "-w"),
                        "security add-generic-password -s belt -a " + name + " -w"));
    }

    /// @param whose whose secret it is, for messages
    /// @throws BeltException.MissingCredentials if there is no such entry, or no program to ask
    Secret fetch(String name, String whose) throws InterruptedException {
        for (Tool tool : tools(name)) {
            Optional<Path> program = Programs.find(io, tool.program());
            if (program.isPresent()) {
                return ask(program.get(), tool, name, whose);
            }
        }
        throw SecretCommand.none(whose + ": this host has no secret-tool to ask the keyring with")
                .withDetail("on a Mac it is security")
                .withRemedy("apt-get install libsecret-tools");
    }

    private Secret ask(Path program, Tool tool, String name, String whose)
            throws InterruptedException {
        var words = new java.util.ArrayList<String>(List.of(program.toString()));
        words.addAll(tool.words());
        String what = whose + ": " + tool.program();
        var answer = new SecretCommand(io, SecretCommand.USUAL).ask(words, what);
        if (answer.exit() != 0 || answer.line().isEmpty()) {
            throw SecretCommand.none(whose + ": the keyring gives no entry " + name + " of belt's")
                    .withDetail(tool.program() + " ended with exit code " + answer.exit())
                    .withRemedy(tool.store());
        }
        return Secret.of(answer.line());
    }
}
