package belt.cli.up;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.file.ClusterFile;
import belt.cli.file.ClusterFileReader;
import belt.cli.file.ServiceWish;
import belt.cli.operate.Cost;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.service.Convergence;
import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import belt.cli.swarm.Apis;
import belt.cli.term.Progress;
import belt.cli.term.Risk;
import belt.core.BeltException;
import belt.provider.ProviderType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `belt up`.
final class Up implements Command {
    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.START,
                        "up",
                        "Make the cluster that a file describes, or change it to that")
                .arguments("FILE")
                .example(
                        "belt up examples/quickstart.yaml", "hosts, nodes, a cluster and a service")
                .example("belt up -y belt.yaml", "without a question, in a script")
                .example("belt up belt.yaml --plan", "what would be done")
                .note(
                        "The file: docs/reference/belt-yaml.md. Running it again does what is left or has changed; it ends"
                                + " by waiting until every service runs.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        ClusterFile file = ClusterFileReader.read(call.io().path(call.argument(0)));
        var needs = new LinkedHashSet<ProviderType>();
        file.machines().forEach(group -> needs.add(Providers.require(group.provider(), call.io())));
        Workspace workspace = call.workspace();
        boolean fresh = !workspace.clusters().contains(file.name());
        if (call.has(Globals.PLAN)) {
            Present present = fresh ? Present.NOTHING : present(estate(call, file, false));
            print(call, UpPlanner.plan(file, present), packages(needs));
            return Exit.DONE;
        }
        for (ProviderType provider : needs) {
            HostRequirements.of(provider).requireNoBlocker(call, provider);
        }
        Estate estate = estate(call, file, true);
        try (var _ = call.interrupts().during("belt up " + call.argument(0));
                var _ = MachineWork.lock(estate, "up " + call.argument(0));
                Apis apis = Apis.of(call, estate.cluster())) {
            return run(call, file, estate, apis, needs, fresh);
        }
    }

    private static Present present(Estate estate) throws InterruptedException {
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            return Gathering.present(estate, apis);
        }
    }

    private static int run(
            Call call,
            ClusterFile file,
            Estate estate,
            Apis apis,
            Set<ProviderType> needs,
            boolean fresh)
            throws InterruptedException {
        List<UpStep> steps = UpPlanner.plan(file, Gathering.present(estate, apis));
        if (steps.isEmpty()) {
            call.out().line("nothing to do");
            Ending.show(call, file, estate, apis);
            return Exit.DONE;
        }
        List<String> packages = packages(needs);
        Cost cost = cost(call, estate, apis, steps, fresh);
        call.out()
                .say(
                        "Plan for cluster "
                                + file.name()
                                + (fresh ? " (new)" : "")
                                + ", "
                                + (cost.isNothing() ? "no cost (your own machine)" : cost.line()));
        if (!packages.isEmpty()) {
            call.out().say("+ packages on this host: " + String.join(", ", packages));
        }
        steps.forEach(step -> call.out().say(step.line()));
        confirm(call, file.name(), steps, cost);
        for (ProviderType provider : needs) {
            HostRequirements.of(provider).installWithConsent(call);
        }
        try (Progress progress = call.progress("up")) {
            var changes = new ClusterChanges(estate, apis, progress);
            new UpRunner(estate, changes, progress).run(steps);
            new Convergence(call, apis)
                    .await(file.services().stream().map(ServiceWish::name).toList(), progress);
        }
        Ending.show(call, file, estate, apis);
        return Exit.DONE;
    }

    /// Also finds out whether the providers understand the file: a new cluster that cannot be is not begun.
    private static Cost cost(Call call, Estate estate, Apis apis, List<UpStep> steps, boolean fresh)
            throws InterruptedException {
        try (Progress progress = call.progress("plan")) {
            var changes = new ClusterChanges(estate, apis, progress);
            return new UpRunner(estate, changes, progress).cost(steps);
        } catch (BeltException e) {
            if (fresh) {
                estate.cluster().remove();
                call.workspace().removeIfEmpty();
            }
            throw e;
        }
    }

    /// Machines that cost money, and a machine that goes and takes its disk with it, are named risks here as they are for
    /// `belt create` and `belt rm`.
    private static void confirm(Call call, String cluster, List<UpStep> steps, Cost cost) {
        if (!cost.isNothing()) {
            call.prompt()
                    .confirm("Make machines for " + cluster + "? (" + cost.line() + ")", Risk.COST);
        }
        List<String> lost =
                steps.stream()
                        .filter(UpStep.RemoveMachines.class::isInstance)
                        .flatMap(step -> ((UpStep.RemoveMachines) step).names().stream())
                        .toList();
        if (lost.isEmpty() && cost.isNothing()) {
            call.prompt().confirm("Apply to " + cluster + "?");
        } else if (!lost.isEmpty()) {
            call.prompt()
                    .confirm(
                            "Apply to "
                                    + cluster
                                    + ", and remove "
                                    + String.join(", ", lost)
                                    + " with everything on them?",
                            Risk.DATA_LOSS);
        }
    }

    private static List<String> packages(Set<ProviderType> needs) {
        return needs.stream()
                .flatMap(provider -> HostRequirements.of(provider).packages().stream())
                .distinct()
                .toList();
    }

    private static void print(Call call, List<UpStep> steps, List<String> packages) {
        if (steps.isEmpty()) {
            call.out().line("nothing to do");
        }
        if (!packages.isEmpty()) {
            call.out().line("+ packages on this host: " + String.join(", ", packages));
        }
        steps.forEach(step -> call.out().line(step.line()));
    }

    private static Estate estate(Call call, ClusterFile file, boolean make) {
        Workspace workspace = call.workspace();
        boolean there = workspace.clusters().contains(file.name());
        ClusterState state =
                there || !make
                        ? workspace.require(file.name())
                        : workspace.create(
                                file.name(), file.machines().getFirst().provider(), Map.of());
        if (make && workspace.active().isEmpty()) {
            workspace.use(file.name());
        }
        return Estate.of(call, state);
    }
}
