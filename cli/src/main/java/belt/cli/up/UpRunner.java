package belt.cli.up;

import belt.cli.file.ClusterFile;
import belt.cli.operate.Cost;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Carries a plan out, step by step. Each step may be repeated: running `up` again after an interruption does what is
/// left.
final class UpRunner {
    private final Estate estate;
    private final ClusterChanges changes;
    private final Progress progress;

    UpRunner(Estate estate, ClusterChanges changes, Progress progress) {
        this.estate = estate;
        this.changes = changes;
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
            progress.expect(machines.size());
            Outcomes.require(
                    new NodeWork(estate, progress).provision(machines), "did not become nodes");
        }
    }

    private void run(UpStep step) throws InterruptedException {
        estate.call().interrupts().check();
        switch (step) {
            case UpStep.MakeMachines(var group, var names) -> make(group, names);
            case UpStep.StartMachines(var names) -> {
                Outcomes.require(
                        new MachineWork(estate, progress).start(machines(names)),
                        "were not started");
                progress.expect(names.size());
                Outcomes.require(
                        new NodeWork(estate, progress).provision(machines(names)),
                        "did not come back");
            }
            case UpStep.Provision _ -> throw new IllegalStateException("provisioning is gathered");
            case UpStep.InitCluster(var cluster, var node) -> {
                changes.init(machine(node));
                estate.cluster().activate(node);
                progress.note("cluster " + cluster + " begins on " + node);
            }
            case UpStep.Join(var names, var manager) -> changes.join(machines(names), manager);
            case UpStep.ChangeRole(_, var id, var manager) -> changes.nodes().setRole(id, manager);
            case UpStep.SetLabels(var name, var labels) -> changes.nodes().setLabels(name, labels);
            case UpStep.CreateService(var wish) -> changes.createService(wish);
            case UpStep.UpdateService(var id, var wish) -> changes.updateService(id, wish);
            case UpStep.RemoveService(var id, _) -> changes.removeService(id);
            case UpStep.RemoveNode(var name, var id, var manager) -> {
                progress.state(name, "leaving the cluster");
                changes.nodes().removeNode(id, manager);
            }
            case UpStep.RemoveMachines(var names) -> {
                progress.expect(names.size());
                Outcomes.require(
                        new MachineWork(estate, progress).delete(machines(names)),
                        "were not removed");
                names.forEach(name -> progress.done(name, "removed"));
            }
            case UpStep.ForgetCluster _ -> forget();
        }
    }

    private void make(ClusterFile.Machines group, List<String> names) throws InterruptedException {
        Outcomes.require(
                new MachineWork(estate, progress).create(group.provider(), wish(group, names)),
                "were not made");
    }

    /// What the steps' new machines come to. Every word of their groups is checked by their providers; nothing is made.
    Cost cost(List<UpStep> steps) throws InterruptedException {
        Cost sum = Cost.NONE;
        var notes = new LinkedHashSet<String>();
        for (UpStep step : steps) {
            if (step instanceof UpStep.MakeMachines(var group, var names)) {
                var plan =
                        new MachineWork(estate, progress)
                                .plan(group.provider(), wish(group, names));
                sum = sum.plus(Cost.of(plan));
                notes.addAll(plan.notes());
            }
        }
        notes.forEach(estate.call().out()::say);
        return sum;
    }

    private static MachineWork.Wish wish(ClusterFile.Machines group, List<String> names) {
        var labels = new HashMap<String, String>();
        if (!group.engine()) {
            labels.put(NodeWork.ENGINE_LABEL, NodeWork.NO_ENGINE);
        }
        return new MachineWork.Wish(
                names, group.size(), group.region(), group.image(), labels, group.options());
    }

    private void forget() throws InterruptedException {
        new MachineWork(estate, progress).forgetCluster();
        estate.cluster().remove();
        estate.call().workspace().removeIfEmpty();
    }

    private Machine machine(String name) {
        return estate.cluster().inventory().require(name);
    }

    private List<Machine> machines(List<String> names) {
        return estate.cluster().inventory().require(names);
    }

    static Map<String, Machine> byName(Collection<Machine> machines) {
        var byName = new HashMap<String, Machine>();
        machines.forEach(machine -> byName.put(machine.name(), machine));
        return byName;
    }
}
