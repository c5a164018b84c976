package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.swarm.Apis;
import belt.cli.swarm.DockerShell;
import belt.core.BeltException;
import java.util.List;
import java.util.Map;

/// `belt machine env`.
final class Env implements Command {
    private final DockerShell shell = new DockerShell();
    private final Opt<Boolean> noProxy =
            Opt.flag("--no-proxy").help("add the machine's address to no_proxy");
    private final Opt<Boolean> swarm =
            Opt.flag("--swarm").help("classic Swarm: not made any more, see belt env");
    private final Opt<String> context =
            Opt.text("--docker-context", "CONTEXT")
                    .help("write a context of the docker CLI instead of variables");

    @Override
    public Spec spec() {
        return Verb.spec("env", "Print what makes this shell's docker CLI talk to a machine")
                .arguments("[NAME]")
                .options(shell.opts())
                .options(noProxy, swarm, context)
                .example("eval \"$(belt machine env node1)\"", "docker ps now asks node1")
                .example("eval \"$(belt machine env -u)\"", "docker asks what it asked before")
                .example(
                        "belt machine env --docker-context node1 node1",
                        "then: docker --context node1 ps")
                .note("The shell is taken from SHELL unless it is given.")
                .unrecorded();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        if (call.has(swarm)) {
            throw Config.classicSwarm("--swarm");
        }
        if (shell.isOff(call) && !call.arguments().isEmpty()) {
            throw new BeltException.InvalidInput(
                    MachineProblem.NO_DEFAULT,
                    "Expected no machine name when the -u flag is present");
        }
        var fleet = new Fleet(call);
        if (call.find(context).isPresent()) {
            return writeContext(call, fleet, call.find(context).orElseThrow());
        }
        shell.print(call, "machine env", () -> variables(call, fleet));
        return Exit.DONE;
    }

    private static int writeContext(Call call, Fleet fleet, String name) {
        new DockerContext(call.io(), name).write(fleet.endpoint());
        call.out().next("docker context use " + name);
        return Exit.DONE;
    }

    private Map<String, String> variables(Call call, Fleet fleet) {
        Endpoint endpoint = fleet.endpoint();
        Map<String, String> variables = endpoint.variables();
        if (call.has(noProxy)) {
            String variable =
                    call.io().variable("no_proxy").isEmpty()
                                    && call.io().variable("NO_PROXY").isPresent()
                            ? "NO_PROXY"
                            : "no_proxy";
            String value = call.io().variable(variable).orElse("");
            String address = Apis.address(endpoint.machine());
            boolean there = List.of(value.split(",")).contains(address);
            String more = value.isEmpty() ? address : value + "," + address;
            variables.put(variable, there ? value : more);
        }
        return variables;
    }
}
