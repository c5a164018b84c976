package belt.cli.migrate;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `belt import belt`: a folder of belt 2016.
final class ImportBelt implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.CLUSTERS, "import belt", "Take over the clusters of belt 2016")
                .arguments("DIR")
                .example("belt import belt ~/swarm2k", "the .belt and .belt.yaml in it")
                .note(
                        "Nothing is changed in DIR or on machines, and running it again changes nothing more. Tokens in its files are"
                                + " named, not copied. belt 2016 kept no list of machines: belt adopt finds those that carry a tag.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Path given = call.io().path(call.argument(0));
        boolean itself =
                given.getFileName() != null && given.getFileName().toString().equals(".belt");
        Path folder = itself ? given : given.resolve(".belt");
        Path defaults = given.resolveSibling(".belt.yaml");
        if (!itself) {
            defaults = given.resolve(".belt.yaml");
        }
        if (!Files.isDirectory(folder) && !Files.isRegularFile(defaults)) {
            throw new BeltException.NotFound(
                    ImportProblem.NOT_A_STORE,
                    given + " holds nothing of belt: neither .belt nor .belt.yaml");
        }
        var report = new Report();
        var old = new OldBelt(folder, defaults);
        var clusters = new ClusterTakeover(call, report);
        for (OldBelt.Cluster cluster : old.clusters(report)) {
            clusters.take(cluster);
            machines(call, report, cluster);
        }
        use(call, report, old);
        int exit = report.print(call);
        call.out().next("belt cluster ls");
        return exit;
    }

    /// 2016's `init` kept a Docker Machine folder in the cluster's.
    private static void machines(Call call, Report report, OldBelt.Cluster cluster)
            throws InterruptedException {
        Path store = cluster.folder().resolve("machine");
        List<String> clusters = call.workspace().clusters();
        if (Files.isDirectory(store.resolve("machines")) && clusters.contains(cluster.name())) {
            Estate estate = Estate.of(call, call.workspace().require(cluster.name()));
            try (var _ = MachineWork.lock(estate, "import belt")) {
                new Takeover(estate, report).take(MachineStore.open(store));
            }
        }
    }

    private static void use(Call call, Report report, OldBelt old) {
        Workspace workspace = call.workspace();
        String active = old.active();
        if (active.isEmpty() || !workspace.clusters().contains(active)) {
            return;
        }
        if (workspace.active().isEmpty()) {
            workspace.use(active);
            report.taken("cluster in use", active, "");
        } else if (workspace.active().filter(active::equals).isPresent()) {
            report.known("cluster in use", active, "");
        } else {
            report.left(
                    "cluster in use", active, workspace.active().get() + " is in use here already");
        }
        ClusterState state = workspace.require(active);
        if (state.inventory().machines().isEmpty()) {
            report.left(
                    "machines",
                    active,
                    "belt 2016 kept no list of them: belt adopt tag:NAME, or belt import docker-machine");
        }
    }
}
