package belt.cli.cluster;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.state.Workspace;
import belt.provider.ProviderType;
import java.util.List;

/// `belt cluster new`.
final class ClusterNew implements Command {
    private final Opt<String> driver =
            Opt.text("-d, --driver", "PROVIDER")
                    .orElse(Workspace.DEFAULT_DRIVER)
                    .help("where its machines come from (local)");
    private final Opt<List<String>> define =
            Opt.list("--define", "KEY=VALUE").help("an option of the provider");

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.CLUSTERS,
                        "cluster new",
                        "Write the configuration of a new cluster")
                .arguments("NAME")
                .options(driver, define)
                .example("belt cluster new --driver local demo", "hosts on this machine")
                .example(
                        "belt cluster new --driver generic --define ssh_user=admin office",
                        "your servers")
                .note(
                        "It makes .belt/NAME/config.yml and nothing else. See also: belt use, belt create");
    }

    @Override
    public int run(Call call) {
        ProviderType type = Providers.require(call.get(driver), call.io());
        String provider = type.name();
        var options = Defines.checked(type, call.get(define));
        String name = call.argument(0);
        if (call.has(Globals.PLAN)) {
            call.out().line("+ cluster " + name + ", provider " + provider);
            return Exit.DONE;
        }
        boolean first = call.workspace().active().isEmpty();
        call.workspace().create(name, provider, options);
        if (first) {
            call.out().next("belt use " + name);
        }
        return Exit.DONE;
    }
}
