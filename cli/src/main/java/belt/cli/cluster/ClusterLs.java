package belt.cli.cluster;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.output.View;
import belt.cli.state.ClusterState;
import java.util.LinkedHashMap;
import java.util.Map;

/// `belt cluster ls`.
final class ClusterLs implements Command {
    /// A row, in 2016's columns.
    ///
    /// @param leader the leading manager's name; `-` where unknown
    /// @param managers how many managers; 0 where unknown
    /// @param ready nodes that are ready; 0 where unknown
    /// @param total machines in the inventory
    private record Row(
            String name,
            boolean active,
            String provider,
            String leader,
            int managers,
            int ready,
            int total) {}

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.CLUSTERS, "cluster ls", "List the clusters")
                .example("belt cluster ls", "* marks the one in use")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var workspace = call.workspace();
        String active = workspace.active().orElse("");
        var rows =
                workspace.clusters().stream()
                        .map(name -> row(workspace.require(name), name.equals(active)))
                        .toList();
        call.out().list(view(), rows);
        if (rows.isEmpty() && call.io().terminals().out()) {
            call.out().say("no clusters in " + workspace.folder());
        }
        return Exit.DONE;
    }

    private static Row row(ClusterState cluster, boolean active) {
        int machines = cluster.inventory().machines().size();
        return new Row(cluster.name(), active, cluster.config().driver(), "-", 0, 0, machines);
    }

    private static View<Row> view() {
        return View.of("cluster", Row::name)
                .column("CLUSTER", Row::name)
                .column("ACTIVE", row -> row.active() ? "*" : "-")
                .column("LEADER", Row::leader)
                .column("MASTERS", row -> Integer.toString(row.managers()))
                .column("#NODES", row -> row.ready() + " / " + row.total())
                .wide("PROVIDER", Row::provider)
                .data(ClusterLs::data);
    }

    private static Map<String, Object> data(Row row) {
        var data = new LinkedHashMap<String, Object>();
        data.put("name", row.name());
        data.put("active", row.active());
        data.put("provider", row.provider());
        data.put("leader", row.leader().equals("-") ? "" : row.leader());
        data.put("managers", row.managers());
        data.put("readyNodes", row.ready());
        data.put("nodes", row.total());
        return data;
    }
}
