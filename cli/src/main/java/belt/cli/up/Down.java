package belt.cli.up;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.file.ClusterFile;
import belt.cli.file.ClusterFileReader;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.operate.PackageRecord;
import belt.cli.output.Words;
import belt.cli.state.Workspace;
import belt.cli.swarm.Apis;
import belt.cli.term.Progress;
import belt.cli.term.Risk;
import belt.provider.Machine;
import belt.provider.ProviderType;
import java.util.List;

/// `belt down`.
final class Down implements Command {
    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.START,
                        "down",
                        "Remove the cluster that a file describes, with all its machines")
                .arguments("FILE")
                .example("belt down examples/quickstart.yaml", "after a question")
                .example("belt down -y --accept-risk data-loss belt.yaml", "in a script")
                .note("Packages that up has installed on this host stay and are named.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        ClusterFile file = ClusterFileReader.read(call.io().path(call.argument(0)));
        Workspace workspace = call.workspace();
        if (!workspace.clusters().contains(file.name())) {
            call.out().line("nothing to do");
            return Exit.DONE;
        }
        Estate estate = Estate.of(call, workspace.require(file.name()));
        List<Machine> machines = MachineWork.refreshed(estate, false);
        List<UpStep> steps =
                UpPlanner.planDown(
                        file.name(),
                        new Present(
                                UpRunner.byName(machines),
                                List.of(),
                                java.util.Map.of(),
                                java.util.Map.of()));
        if (call.has(Globals.PLAN)) {
            steps.forEach(step -> call.out().line(step.line()));
            return Exit.DONE;
        }
        for (var group : file.machines()) {
            ProviderType provider = Providers.require(group.provider(), call.io());
            HostRequirements.of(provider).requireNoBlocker(call, provider);
        }
        steps.forEach(step -> call.out().say(step.line()));
        call.prompt()
                .confirm(
                        "Remove the cluster "
                                + file.name()
                                + " with its "
                                + Words.count(machines.size(), "machine")
                                + " and everything on them?",
                        Risk.DATA_LOSS);
        try (var _ = call.interrupts().during("belt down " + call.argument(0));
                var _ = MachineWork.lock(estate, "down " + call.argument(0));
                Progress progress = call.progress("down");
                Apis apis = Apis.of(call, estate.cluster())) {
            if (!estate.cluster().inventory().machines().containsAll(machines)) {
                estate.cluster().inventory().put(machines); // those that only the provider knew of
            }
            new UpRunner(estate, new ClusterChanges(estate, apis, progress), progress).run(steps);
        }
        List<String> packages = PackageRecord.of(call).packages();
        if (!packages.isEmpty()) {
            call.out().say("packages that stay on this host: " + String.join(", ", packages));
        }
        return Exit.DONE;
    }
}
