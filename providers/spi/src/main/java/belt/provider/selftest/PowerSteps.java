package belt.provider.selftest;

import belt.core.BeltException;
import belt.provider.Capability;
import belt.provider.ClusterRules;
import belt.provider.CreateRequest;
import belt.provider.FirewallPlan;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import belt.provider.Selection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The promises about what is done with machines.
record PowerSteps(ContractBench bench) {
    List<Step> steps() {
        return List.of(
                bench.step("refuses what it does not declare", this::refusing),
                bench.step("stops and starts", this::stopping),
                bench.step("cuts the power", this::killing),
                bench.step("restarts", this::restarting),
                bench.step("resizes", this::resizing),
                bench.step("puts labels on what is there", this::labelling),
                bench.step("sets the firewall that is wished", this::firewall),
                bench.step("tells managers from others", this::managers),
                bench.step(
                        "deletes only what it was asked to, and twice without harm",
                        this::deleting),
                bench.step("never uses an id again", this::recreating));
    }

    private void refusing(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        List<Machine> one = bench.made.subList(0, 1);
        MachineSize size = provider.size(bench.test().spec().size());
        Map<Capability, ContractBench.Work> works =
                Map.of(
                        Capability.STOP_START, () -> provider.stop(one),
                        Capability.RESTART, () -> provider.restart(one),
                        Capability.RESIZE, () -> provider.resize(one, size),
                        Capability.RELABEL, () -> provider.label(one, Map.of()),
                        Capability.FIREWALL, () -> provider.firewall(List.of()),
                        Capability.MANAGER_RULES, provider::managers);
        for (Map.Entry<Capability, ContractBench.Work> each : works.entrySet()) {
            if (!bench.can(each.getKey())) {
                ContractBench.needRefusal(
                        each.getValue(),
                        BeltException.Refused.class,
                        "it did " + each.getKey().word() + ", which it does not declare");
            }
        }
    }

    private void stopping(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.STOP_START);
        List<Machine> one = bench.made.subList(0, 1);
        ContractBench.values(provider.stop(one));
        Machine stopped = bench.await(provider, one.getFirst().name(), MachineState.STOPPED);
        ContractBench.need(stopped.stateReason() != null, "a stopped machine has no stateReason");
        ContractBench.values(provider.stop(one));
        ContractBench.values(provider.start(one));
        Machine started = bench.await(provider, one.getFirst().name(), MachineState.ACTIVE);
        ContractBench.need(
                started.id().equals(one.getFirst().id()), "it has another id once it was started");
        ContractBench.need(
                started.hostKeys().equals(one.getFirst().hostKeys()),
                "it has other host keys once it was started");
        ContractBench.values(provider.start(one));
    }

    /// Also what does not listen any more.
    private void killing(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.STOP_START);
        List<Machine> one = bench.made.subList(0, 1);
        bench.test().hang().accept(one.getFirst());
        ContractBench.values(provider.kill(one));
        bench.await(provider, one.getFirst().name(), MachineState.STOPPED);
        ContractBench.values(provider.kill(one));
        ContractBench.values(provider.start(one));
        bench.await(provider, one.getFirst().name(), MachineState.ACTIVE);
    }

    private void restarting(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.RESTART);
        ContractBench.values(provider.restart(bench.made.subList(0, 1)));
        bench.await(provider, bench.made.getFirst().name(), MachineState.ACTIVE);
    }

    private void resizing(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.RESIZE);
        if (bench.test().otherSize().isEmpty()) {
            throw new ContractBench.Skip("no other size was given");
        }
        List<Machine> one = bench.made.subList(0, 1);
        if (bench.can(Capability.STOP_START)) {
            ContractBench.values(provider.stop(one));
            bench.await(provider, one.getFirst().name(), MachineState.STOPPED);
        }
        ContractBench.values(provider.resize(one, provider.size(bench.test().otherSize())));
        if (bench.can(Capability.STOP_START)) {
            ContractBench.values(provider.start(one));
        }
        Machine now = bench.await(provider, one.getFirst().name(), MachineState.ACTIVE);
        ContractBench.need(
                now.size().equals(bench.test().otherSize()), "its size is " + now.size());
    }

    private void labelling(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.RELABEL);
        List<Machine> one = bench.made.subList(0, 1);
        for (String value : List.of("one", "two")) {
            ContractBench.values(provider.label(one, Map.of("self-test", value)));
            bench.pause("listings to catch up");
            var expected = new HashMap<>(bench.test().labels());
            expected.put("self-test", value);
            for (Machine machine : provider.list(Selection.cluster())) {
                boolean meant = machine.id().equals(one.getFirst().id());
                ContractBench.need(
                        machine.labels().equals(meant ? expected : bench.test().labels()),
                        machine.name() + " has the labels " + machine.labels());
            }
        }
    }

    private void firewall(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.FIREWALL);
        var rules =
                ClusterRules.of(List.of("192.0.2.7/32", "2001:db8::/64"), List.of(22), List.of());
        provider.apply(provider.firewall(rules));
        FirewallPlan after = provider.firewall(rules);
        ContractBench.need(after.isEmpty(), "after its plan was carried out, it plans " + after);
        FirewallPlan less = provider.firewall(rules.subList(1, rules.size()));
        ContractBench.need(!less.isEmpty(), "it would not remove " + rules.getFirst());
    }

    private void managers(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.MANAGER_RULES);
        List<Machine> one = bench.made.subList(0, 1);
        for (List<Machine> wanted : List.of(one, one, bench.made, List.<Machine>of())) {
            provider.managers(wanted);
            Set<String> now = new TreeSet<>(provider.managers());
            ContractBench.need(
                    now.equals(ContractBench.ids(wanted)),
                    "managers should be " + ContractBench.ids(wanted) + ", and are " + now);
        }
    }

    private void deleting(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        Machine gone = bench.made.getFirst();
        ContractBench.values(provider.delete(List.of(gone)));
        bench.awaitGone(provider, gone.id());
        ContractBench.values(provider.delete(List.of(gone)));
        Set<String> left = ContractBench.ids(provider.list(Selection.cluster()));
        ContractBench.need(
                left.equals(Set.of(bench.made.getLast().id())),
                "left should be " + bench.made.getLast().id() + ", and there are " + left);
    }

    private void recreating(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        Machine old = bench.made.getFirst();
        var wish = CreateRequest.of(List.of(old.name()), bench.test().spec());
        bench.make(provider, wish);
        Machine young = bench.await(provider, old.name(), MachineState.ACTIVE);
        ContractBench.need(
                !young.id().equals(old.id()), "a new machine has the id of a deleted one");
        ContractBench.values(provider.delete(List.of(old)));
        bench.pause("listings to catch up");
        ContractBench.need(
                ContractBench.ids(provider.list(Selection.cluster())).contains(young.id()),
                "deleting by an old record deleted the new machine of that name");
    }
}
