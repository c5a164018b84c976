package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.state.ClusterState;
import belt.provider.Machine;
import java.util.List;
import java.util.Map;

/// `belt env`: shell lines after which the docker CLI of this shell talks to a node of the cluster.
final class Env implements Command {
    private final DockerShell shell = new DockerShell();

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.CLUSTERS,
                        "env",
                        "Print what makes this shell's docker CLI talk to the cluster")
                .arguments("[NODE]")
                .options(shell.opts())
                .example("eval \"$(belt env)\"", "docker node ls now asks the cluster")
                .example("eval \"$(belt env -u)\"", "docker asks what it asked before")
                .example("belt env --shell fish node2 | source", "in fish, another node")
                .note("The shell is taken from SHELL unless it is given.")
                .unrecorded();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        shell.print(call, "env", () -> variables(call));
        return Exit.DONE;
    }

    private static Map<String, String> variables(Call call) throws InterruptedException {
        ClusterState cluster = call.cluster();
        try (Apis apis = Apis.of(call, cluster)) {
            apis.credentials(); // made or renewed, where that is due
            Machine machine =
                    call.arguments().isEmpty()
                            ? apis.forDocker()
                            : call.select(List.of(call.argument(0))).getFirst();
            Map<String, String> variables = DockerCli.variables(call, cluster, machine);
            variables.put("DOCKER_MACHINE_NAME", machine.name());
            return variables;
        }
    }
}
