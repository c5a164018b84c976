package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.state.ClusterState;
import belt.provider.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt env`: shell lines after which the docker CLI of this shell talks to a node of the cluster.
final class Env implements Command {
    private final Opt<Boolean> unset =
            Opt.flag("-u, --unset").help("lines that take the variables away again");
    private final Opt<ShellKind> shell =
            Opt.of("--shell", "SHELL", ShellKind::of)
                    .help(
                            "bash, fish, tcsh, powershell, cmd, emacs, nushell, elvish, json or dotenv");

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.CLUSTERS,
                        "env",
                        "Print what makes this shell's docker CLI talk to the cluster")
                .arguments("[NODE]")
                .options(unset, shell)
                .example("eval \"$(belt env)\"", "docker node ls now asks the cluster")
                .example("eval \"$(belt env -u)\"", "docker asks what it asked before")
                .example("belt env --shell fish node2 | source", "in fish, another node")
                .note("The shell is taken from SHELL unless it is given.")
                .unrecorded();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        ShellKind kind =
                call.find(shell)
                        .orElseGet(() -> ShellKind.detect(call.io().variable("SHELL").orElse("")));
        boolean off = call.has(unset);
        Map<String, String> variables = off ? names() : variables(call);
        kind.lines(variables, off).forEach(call.out()::line);
        kind.hint(
                        "belt env"
                                + (off ? " -u" : "")
                                + (call.arguments().isEmpty() ? "" : " " + call.argument(0)))
                .forEach(call.out()::line);
        return Exit.DONE;
    }

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        for (String name :
                List.of(
                        "DOCKER_TLS_VERIFY",
                        "DOCKER_HOST",
                        "DOCKER_CERT_PATH",
                        "DOCKER_MACHINE_NAME")) {
            names.put(name, "");
        }
        return names;
    }

    private static Map<String, String> variables(Call call) throws InterruptedException {
        ClusterState cluster = call.cluster();
        try (Apis apis = Apis.of(call, cluster)) {
            apis.credentials(); // made or renewed, where that is due
            Machine machine =
                    call.arguments().isEmpty()
                            ? apis.forDocker()
                            : call.select(List.of(call.argument(0))).getFirst();
            Map<String, String> variables = names();
            DockerCli.variables(call, cluster, machine).forEach(variables::put);
            variables.put("DOCKER_MACHINE_NAME", machine.name());
            return variables;
        }
    }
}
