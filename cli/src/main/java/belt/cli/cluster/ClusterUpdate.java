package belt.cli.cluster;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.state.ClusterConfig;
import belt.cli.state.ClusterState;
import belt.provider.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// `belt cluster update`.
final class ClusterUpdate implements Command {
    private final Opt<String> driver =
            Opt.text("-d, --driver", "PROVIDER").help("another provider for new machines");
    private final Opt<List<String>> define =
            Opt.list("--define", "KEY=VALUE").help("the same as KEY=VALUE alone");

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.CLUSTERS,
                        "cluster update",
                        "Change the configuration of the cluster in use")
                .arguments("[KEY=VALUE…]")
                .options(driver, define)
                .example("belt cluster update region=sgp1", "sets an option")
                .example("belt cluster update region=", "removes it")
                .note("It concerns machines made from now on; those that exist stay as they are.");
    }

    @Override
    public int run(Call call) {
        ClusterState cluster = call.cluster();
        ClusterConfig old = cluster.config();
        ProviderType type = Providers.require(call.find(driver).orElse(old.driver()), call.io());
        String provider = type.name();
        var words = new ArrayList<>(call.arguments());
        words.addAll(call.get(define));
        ClusterConfig changed = old.with(provider, Defines.checked(type, words));
        List<String> diff = diff(old, changed);
        diff.forEach(call.out()::line);
        if (diff.isEmpty()) {
            call.out().say("nothing to do");
        } else if (!call.has(Globals.PLAN)) {
            try (var _ = cluster.lock("belt cluster update", call.io().clock())) {
                cluster.save(changed);
            }
        }
        return Exit.DONE;
    }

    private static List<String> diff(ClusterConfig old, ClusterConfig changed) {
        var lines = new ArrayList<String>();
        if (!old.driver().equals(changed.driver())) {
            lines.add("- driver: " + old.driver());
            lines.add("+ driver: " + changed.driver());
        }
        var keys = new TreeSet<>(old.options().keySet());
        keys.addAll(changed.options().keySet());
        for (String key : keys) {
            String before = old.options().get(key);
            String after = changed.options().get(key);
            if (before != null && !before.equals(after)) {
                lines.add("- " + key + ": " + before);
            }
            if (after != null && !after.equals(before)) {
                lines.add("+ " + key + ": " + after);
            }
        }
        return lines;
    }
}
