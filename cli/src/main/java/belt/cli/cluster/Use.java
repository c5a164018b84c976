package belt.cli.cluster;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;

/// `belt use`.
final class Use implements Command {
    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.CLUSTERS,
                        "use",
                        "Choose the cluster to work on, or print which it is")
                .arguments("[CLUSTER]")
                .example("belt use demo", "work on demo from now on, in this folder and below")
                .example("belt use", "print the cluster in use")
                .note("--context and BELT_CONTEXT choose for one command.");
    }

    @Override
    public int run(Call call) {
        if (call.arguments().isEmpty()) {
            call.out().line(call.cluster().name());
        } else {
            call.workspace().use(call.argument(0));
            call.out().line(call.argument(0));
        }
        return Exit.DONE;
    }
}
