package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.provider.Machine;
import java.util.Optional;

/// `belt machine active`: the machine that DOCKER_HOST points to.
final class Active implements Command {
    private final Opt<String> timeout =
            Opt.text("-t, --timeout", "SECONDS")
                    .help("accepted; the record is read, nobody is asked");

    @Override
    public Spec spec() {
        return Verb.spec("active", "Print the machine that DOCKER_HOST points to")
                .options(timeout)
                .example("belt machine active", "after eval \"$(belt machine env node1)\"")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var fleet = new Fleet(call);
        for (Machine machine : fleet.all()) {
            if (is(call, fleet.cluster().orElseThrow(), machine)) {
                call.out().line(machine.name());
                return Exit.DONE;
            }
        }
        throw new BeltException.NotFound(MachineProblem.NOT_ACTIVE, "No active host found")
                .withDetail(
                        call.io()
                                .variable("DOCKER_HOST")
                                .map(host -> "DOCKER_HOST is " + host)
                                .orElse("DOCKER_HOST is not set"))
                .withRemedy("eval \"$(belt machine env NAME)\"");
    }

    /// Whether DOCKER_HOST points to this machine.
    static boolean is(Call call, ClusterState cluster, Machine machine) {
        Optional<String> host = call.io().variable("DOCKER_HOST");
        return host.isPresent()
                && !machine.addresses().isEmpty()
                && new Endpoint(call, cluster, machine).url().equals(host.get());
    }
}
