package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.core.BeltException;
import java.nio.file.Path;

/// `belt machine config`: the docker CLI's options for a machine.
final class Config implements Command {
    private final Opt<Boolean> swarm =
            Opt.flag("--swarm").help("classic Swarm: not made any more, see belt env");

    @Override
    public Spec spec() {
        return Verb.spec("config", "Print the docker CLI's options for a machine")
                .arguments("[NAME]")
                .options(swarm)
                .example("docker $(belt machine config node1) info", "one docker command there")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        if (call.has(swarm)) {
            throw classicSwarm("--swarm");
        }
        Endpoint endpoint = new Fleet(call).endpoint();
        Path folder = endpoint.certificates();
        call.out().line("--tlsverify");
        call.out().line("--tlscacert=\"" + folder.resolve("ca.pem") + "\"");
        call.out().line("--tlscert=\"" + folder.resolve("cert.pem") + "\"");
        call.out().line("--tlskey=\"" + folder.resolve("key.pem") + "\"");
        call.out().line("-H=" + endpoint.url());
        return Exit.DONE;
    }

    /// Why a flag of classic Swarm does nothing.
    static BeltException classicSwarm(String flag) {
        return new BeltException.InvalidInput(
                        MachineProblem.CLASSIC_SWARM,
                        flag + " belongs to classic Swarm, which belt does not make")
                .withDetail(
                        "every machine of a cluster answers for the whole cluster: belt init makes one, belt join adds to it, belt env leads docker there")
                .withRemedy("belt env");
    }
}
