package belt.cli.up;

import belt.cli.command.Globals;
import belt.cli.file.ClusterFile;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.OperateProblem;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.provider.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Carries a plan out, step by step. Each step may be repeated: running `up` again after an interruption does what is
/// left.
final class UpRunner {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Estate estate;
    private final ClusterApi api;
    private final Progress progress;

    UpRunner(Estate estate, ClusterApi api, Progress progress) {
        this.estate = estate;
        this.api = api;
        this.progress = progress;
    }

    void run(List<UpStep> steps) throws InterruptedException {
        var provision = new ArrayList<String>();
        for (UpStep step : steps) {
            if (!(step instanceof UpStep.Provision(_, var names))) {
                provision(provision); // all groups' machines at once
                run(step);
            } else {
                provision.addAll(names);
            }
        }
        provision(provision);
    }

    private void provision(List<String> names) throws InterruptedException {
        if (!names.isEmpty()) {
            List<Machine> machines = machines(names);
            names.clear();
            Outcomes.require(
                    new NodeWork(estate, progress).provision(machines), "did not become nodes");
        }
    }

    private void run(UpStep step) throws InterruptedException {
        switch (step) {
            case UpStep.MakeMachines(var group, var names) -> make(group, names);
            case UpStep.StartMachines(var names) -> {
                Outcomes.require(
                        new MachineWork(estate, progress).start(machines(names)),
                        "were not started");
                Outcomes.require(
                        new NodeWork(estate, progress).provision(machines(names)),
                        "did not come back");
            }
            case UpStep.Provision _ -> throw new IllegalStateException("provisioning is gathered");
            case UpStep.InitCluster(var cluster, var node) -> {
                api.init(machine(node));
                estate.cluster().activate(node);
                progress.note("cluster " + cluster + " begins on " + node);
            }
            case UpStep.Join(var names, var manager) ->
                    api.join(machines(names), manager, progress);
            case UpStep.ChangeRole(var name, var manager) ->
                    api.setRole(api.nodes(all()).getOrDefault(name, missing(name)).id(), manager);
            case UpStep.SetLabels(var name, var labels) -> api.setLabels(name, labels);
            case UpStep.CreateService(var wish) -> api.createService(wish);
            case UpStep.UpdateService(var id, var wish) -> api.updateService(id, wish);
            case UpStep.RemoveService(var id, _) -> api.removeService(id);
            case UpStep.RemoveNode(var name, var id, var manager) -> {
                progress.state(name, "leaving the cluster");
                api.removeNode(id, manager);
            }
            case UpStep.RemoveMachines(var names) -> {
                Outcomes.require(
                        new MachineWork(estate, progress).delete(machines(names)),
                        "were not removed");
                names.forEach(name -> progress.done(name, "removed"));
            }
            case UpStep.ForgetCluster _ -> forget();
        }
    }

    private static Present.PresentNode missing(String name) {
        throw new BeltException.NotFound(
                        OperateProblem.NOT_READY, "node " + name + " is not in the cluster")
                .withRemedy("belt node ls");
    }

    private void make(ClusterFile.Machines group, List<String> names) throws InterruptedException {
        var labels = new HashMap<String, String>();
        if (!group.engine()) {
            labels.put(NodeWork.ENGINE_LABEL, NodeWork.NO_ENGINE);
        }
        var wish =
                new MachineWork.Wish(
                        names,
                        group.size(),
                        group.region(),
                        group.image(),
                        labels,
                        group.options());
        Outcomes.require(
                new MachineWork(estate, progress).create(group.provider(), wish), "were not made");
    }

    private void forget() throws InterruptedException {
        new MachineWork(estate, progress).forgetCluster();
        estate.cluster().remove();
        estate.call().workspace().removeIfEmpty();
    }

    private Collection<Machine> all() {
        return estate.cluster().inventory().machines();
    }

    private Machine machine(String name) {
        return estate.cluster().inventory().require(name);
    }

    private List<Machine> machines(List<String> names) {
        return names.stream().map(this::machine).toList();
    }

    /// Waits until every service runs as many tasks as it should.
    ///
    /// @throws BeltException.StillRunning when the time is up, saying what keeps the rest
    void awaitServices(ClusterFile file) throws InterruptedException {
        Deadline deadline = Deadline.in(estate.call().get(Globals.TIMEOUT));
        for (var wish : file.services()) {
            var last = new ClusterApi.Convergence[1];
            boolean reached =
                    wish.replicas() == 0 && !wish.global() || await(deadline, wish.name(), last);
            if (!reached) {
                ClusterApi.Convergence now = last[0];
                throw new BeltException.StillRunning(
                                OperateProblem.NOT_READY,
                                "service "
                                        + wish.name()
                                        + " runs "
                                        + (now == null ? 0 : now.running())
                                        + " of "
                                        + (now == null ? wish.replicas() : now.desired())
                                        + " tasks")
                        .withDetail(
                                now == null || now.trouble().isEmpty()
                                        ? "the cluster goes on trying"
                                        : now.trouble())
                        .withRemedy("belt docker service ps " + wish.name());
            }
        }
    }

    private boolean await(Deadline deadline, String service, ClusterApi.Convergence[] last)
            throws InterruptedException {
        while (true) {
            ClusterApi.Convergence now = api.convergence(service);
            last[0] = now;
            progress.state(
                    service,
                    now.running()
                            + " of "
                            + now.desired()
                            + " tasks run"
                            + (now.trouble().isEmpty() ? "" : " (" + now.trouble() + ")"));
            if (now.reached()) {
                progress.done(service, now.running() + " of " + now.desired() + " tasks run");
                return true;
            }
            if (deadline.passed()) {
                return false;
            }
            Deadline.in(POLL).await(POLL, () -> false);
        }
    }

    static Map<String, Machine> byName(Collection<Machine> machines) {
        var byName = new HashMap<String, Machine>();
        machines.forEach(machine -> byName.put(machine.name(), machine));
        return byName;
    }
}
