package belt.cli.operate;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.command.Providers;
import belt.cli.state.ClusterConfig;
import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import belt.provider.MachineProvider;
import java.util.Map;
import java.util.Optional;

/// A cluster as the machine commands work on it.
///
/// @param call the command
/// @param cluster its folder
/// @param config its configuration
public record Estate(Call call, ClusterState cluster, ClusterConfig config) {
    public static Estate of(Call call, ClusterState cluster) {
        return new Estate(call, cluster, cluster.config());
    }

    /// The cluster in use. Where there is none at all, the cluster `default` with the provider `local` is made, which one
    /// line on stderr says.
    public static Estate currentOrDefault(Call call) {
        Workspace workspace = call.workspace();
        Optional<String> named = call.find(Globals.CONTEXT).or(workspace::active);
        if (named.isPresent()) {
            return of(call, workspace.require(named.get()));
        }
        if (workspace.clusters().contains(Workspace.DEFAULT_CLUSTER)) {
            return of(call, workspace.require(Workspace.DEFAULT_CLUSTER));
        }
        call.out()
                .say(
                        "no cluster is in use: using the provider "
                                + Workspace.DEFAULT_DRIVER
                                + " and the cluster "
                                + Workspace.DEFAULT_CLUSTER);
        ClusterState made =
                workspace.create(Workspace.DEFAULT_CLUSTER, Workspace.DEFAULT_DRIVER, Map.of());
        workspace.use(Workspace.DEFAULT_CLUSTER);
        return of(call, made);
    }

    public MachineProvider provider() {
        return Providers.require(config.driver());
    }
}
