package belt.cli.cluster;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.output.View;
import belt.cli.state.ClusterState;
import belt.cli.swarm.Apis;
import belt.client.NodeSummary;
import belt.core.BeltException;
import java.util.LinkedHashMap;
import java.util.List;
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
                        .map(name -> row(call, workspace.require(name), name.equals(active)))
                        .toList();
        call.out().list(view(), rows);
        if (rows.isEmpty() && call.io().terminals().out()) {
            call.out().say("no clusters in " + workspace.folder());
        }
        return Exit.DONE;
    }

    /// A cluster that does not answer is shown from the record: a list must never hang or fail on it.
    private static Row row(Call call, ClusterState cluster, boolean active) {
        int machines = cluster.inventory().machines().size();
        var known = new Row(cluster.name(), active, cluster.config().driver(), "-", 0, 0, machines);
        if (machines == 0) {
            return known;
        }
        try (Apis apis = Apis.of(call, cluster)) {
            List<NodeSummary> nodes = apis.manager().client().nodes();
            return new Row(
                    known.name(),
                    active,
                    known.provider(),
                    nodes.stream()
                            .filter(NodeSummary::leader)
                            .map(NodeSummary::hostname)
                            .findFirst()
                            .orElse("-"),
                    Math.toIntExact(nodes.stream().filter(NodeSummary::manager).count()),
                    Math.toIntExact(nodes.stream().filter(NodeSummary::ready).count()),
                    Math.max(machines, nodes.size()));
        } catch (BeltException e) {
            call.out().detail(cluster.name() + ": " + e.getMessage());
            return known;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return known;
        }
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
