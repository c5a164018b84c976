package belt.cli.migrate;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// `belt import docker-machine`.
final class ImportDockerMachine implements Command {
    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.MACHINES,
                        "import docker-machine",
                        "Take over the machines of Docker Machine")
                .arguments("[DIR]")
                .example("belt import docker-machine", "from ~/.docker/machine")
                .example("belt import docker-machine --plan DIR", "only look")
                .note(
                        "Nothing is changed on the machines or in DIR, and running it again changes nothing more. Keys and"
                                + " certificates are copied where only you can read them; credentials of clouds are named, not copied.")
                .note("The machines go into the cluster in use, else into the cluster default.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Path folder =
                call.arguments().isEmpty()
                        ? call.io().userHome().resolve(".docker/machine")
                        : call.io().path(call.argument(0));
        MachineStore store = MachineStore.open(folder);
        if (call.has(Globals.PLAN)) {
            return plan(call, store);
        }
        Estate estate = Estate.of(call, cluster(call));
        var report = new Report();
        try (var _ = MachineWork.lock(estate, "import docker-machine")) {
            new Takeover(estate, report).take(store);
        }
        int exit = report.print(call);
        if (report.count("machine") > 0) {
            call.out().next("belt machine ls");
        }
        return exit;
    }

    private static int plan(Call call, MachineStore store) {
        for (Path folder : store.machines()) {
            String name = folder.getFileName().toString();
            try {
                MachineConfig config = MachineConfig.read(folder);
                call.out()
                        .line(
                                "+ machine "
                                        + config.name()
                                        + "  "
                                        + config.driverName()
                                        + " "
                                        + config.driverText("IPAddress"));
            } catch (MachineConfig.Unusable e) {
                call.out().line("  machine " + name + "  left out: " + e.getMessage());
            }
        }
        return Exit.DONE;
    }

    private static ClusterState cluster(Call call) {
        Workspace workspace = call.workspace();
        Optional<String> named = call.find(Globals.CONTEXT).or(workspace::active);
        if (named.isPresent()) {
            return workspace.require(named.get());
        }
        if (workspace.clusters().contains(Workspace.DEFAULT_CLUSTER)) {
            return workspace.require(Workspace.DEFAULT_CLUSTER);
        }
        call.out().say("no cluster is in use: using the cluster " + Workspace.DEFAULT_CLUSTER);
        ClusterState made = workspace.create(Workspace.DEFAULT_CLUSTER, "generic", Map.of());
        workspace.use(Workspace.DEFAULT_CLUSTER);
        return made;
    }
}
