package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lines for the operator's shell that lead its docker CLI somewhere, or back.
public final class DockerShell {
    private static final List<String> VARIABLES =
            List.of("DOCKER_TLS_VERIFY", "DOCKER_HOST", "DOCKER_CERT_PATH", "DOCKER_MACHINE_NAME");

    private final Opt<Boolean> unset =
            Opt.flag("-u, --unset").help("lines that take the variables away again");
    private final Opt<ShellKind> shell =
            Opt.of("--shell", "SHELL", ShellKind::of)
                    .help(
                            "bash, fish, tcsh, powershell, cmd, emacs, nushell, elvish, json or dotenv");

    /// Its options.
    public Opt<?>[] opts() {
        return new Opt<?>[] {unset, shell};
    }

    /// Whether the variables are to go away.
    public boolean isOff(Call call) {
        return call.has(unset);
    }

    /// Where the variables come from.
    public interface Source {
        Map<String, String> variables() throws InterruptedException;
    }

    /// Prints the lines, and behind them as a comment what evaluates them.
    ///
    /// @param verb the command's words behind `belt`
    /// @param on asked only if the variables are to be set
    public void print(Call call, String verb, Source on) throws InterruptedException {
        boolean off = isOff(call);
        ShellKind kind =
                call.find(shell)
                        .orElseGet(() -> ShellKind.detect(call.io().variable("SHELL").orElse("")));
        kind.lines(off ? none() : on.variables(), off).forEach(call.out()::line);
        String context = call.find(Globals.CONTEXT).map(name -> " -c " + name).orElse("");
        String name = call.arguments().isEmpty() ? "" : " " + call.argument(0);
        kind.hint("belt" + context + " " + verb + (off ? " -u" : "") + name)
                .forEach(call.out()::line);
    }

    private static Map<String, String> none() {
        var names = new LinkedHashMap<String, String>();
        VARIABLES.forEach(name -> names.put(name, ""));
        return names;
    }
}
