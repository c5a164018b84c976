package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.swarm.Apis;
import belt.cli.swarm.ShellKind;
import belt.core.BeltException;
import belt.provider.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt machine env`.
final class Env implements Command {
    private final Opt<Boolean> unset =
            Opt.flag("-u, --unset").help("lines that take the variables away again");
    private final Opt<ShellKind> shell =
            Opt.of("--shell", "SHELL", ShellKind::of)
                    .help(
                            "bash, fish, tcsh, powershell, cmd, emacs, nushell, elvish, json or dotenv");
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
                .options(shell, unset, noProxy, swarm, context)
                .example("eval \"$(belt machine env node1)\"", "docker ps now asks node1")
                .example("eval \"$(belt machine env -u)\"", "docker asks what it asked before")
                .example(
                        "belt machine env --docker-context node1 node1",
                        "then: docker --context node1 ps")
                .note("The shell is taken from SHELL unless it is given.")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        if (call.has(swarm)) {
            throw Config.classicSwarm("--swarm");
        }
        if (call.has(unset) && !call.arguments().isEmpty()) {
            throw new BeltException.InvalidInput(
                    MachineProblem.NO_DEFAULT,
                    "Expected no machine name when the -u flag is present");
        }
        var fleet = new Fleet(call);
        if (call.find(context).isPresent()) {
            return writeContext(call, fleet, call.find(context).orElseThrow());
        }
        ShellKind kind =
                call.find(shell)
                        .orElseGet(() -> ShellKind.detect(call.io().variable("SHELL").orElse("")));
        Map<String, String> variables =
                call.has(unset) ? names() : variables(call, fleet, fleet.one());
        kind.lines(variables, call.has(unset)).forEach(call.out()::line);
        String words = "belt machine env" + (call.has(unset) ? " -u" : "");
        String name = call.arguments().isEmpty() ? "" : " " + call.argument(0);
        kind.hint(words + name).forEach(call.out()::line);
        return Exit.DONE;
    }

    private static int writeContext(Call call, Fleet fleet, String name) {
        var endpoint = new Endpoint(call, fleet.estate().cluster(), fleet.one());
        new DockerContext(call.io(), name).write(endpoint);
        call.out().next("docker context use " + name);
        return Exit.DONE;
    }

    private Map<String, String> variables(Call call, Fleet fleet, Machine machine) {
        Map<String, String> variables =
                new Endpoint(call, fleet.estate().cluster(), machine).variables();
        if (call.has(noProxy)) {
            String variable =
                    call.io().variable("no_proxy").isEmpty()
                                    && call.io().variable("NO_PROXY").isPresent()
                            ? "NO_PROXY"
                            : "no_proxy";
            String value = call.io().variable(variable).orElse("");
            String address = Apis.address(machine);
            boolean there = List.of(value.split(",")).contains(address);
            String more = value.isEmpty() ? address : value + "," + address;
            variables.put(variable, there ? value : more);
        }
        return variables;
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
}
