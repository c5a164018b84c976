package belt.cli.operate;

import belt.cli.command.Providers;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.provider.Capability;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// Keeps the providers' rules for managers in step with who is one. A provider that cannot be asked keeps nobody from
/// changing roles: it is named, with the command that mends it.
public final class ManagerRules {
    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMillis(200);

    private final Estate estate;

    public ManagerRules(Estate estate) {
        this.estate = estate;
    }

    /// These become managers. Before they do: the others must reach them.
    public void add(Collection<Machine> machines) throws InterruptedException {
        Set<String> ids = ids(machines);
        change(machines, (machine, now) -> now || ids.contains(machine.id()));
    }

    /// The same for machines by their names.
    public void add(String hostname) throws InterruptedException {
        add(named(hostname));
    }

    /// This one is a manager no more. Its rules go once the cluster has let go of it: until then the others need its
    /// agreement.
    ///
    /// @param settled whether the cluster has
    public void remove(String hostname, Deadline.Condition settled) throws InterruptedException {
        List<Machine> machines = named(hostname);
        boolean any =
                machines.stream()
                        .anyMatch(machine ->
                                Providers.require(machine.provider(), estate.call().io())
                                        .can(Capability.MANAGER_RULES));
        if (!any) {
            return;
        }
        if (!Deadline.in(SETTLE).await(EVERY, settled)) {
            estate.call()
                    .out()
                    .warn(
                            hostname
                                    + " still takes part as a manager: its firewall rules stay; belt firewall apply sets them");
            return;
        }
        Set<String> ids = ids(machines);
        change(machines, (machine, now) -> now && !ids.contains(machine.id()));
    }

    private List<Machine> named(String hostname) {
        return estate.cluster().inventory().machines().stream()
                .filter(machine -> machine.name().equals(hostname))
                .toList();
    }

    private static Set<String> ids(Collection<Machine> machines) {
        return machines.stream().map(Machine::id).collect(Collectors.toSet());
    }

    /// @param rule whether a machine is a manager, given whether it was one
    private void change(Collection<Machine> machines, BiPredicate<Machine, Boolean> rule)
            throws InterruptedException {
        Map<String, List<Machine>> byProvider =
                machines.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Machine::provider,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        for (String name : byProvider.keySet()) {
            if (!Providers.require(name, estate.call().io()).can(Capability.MANAGER_RULES)) {
                continue;
            }
            try (MachineProvider provider = estate.open(name)) {
                Set<String> now = provider.managers();
                provider.managers(
                        estate.cluster().inventory().machines().stream()
                                .filter(machine -> machine.provider().equals(name))
                                .filter(machine -> rule.test(machine, now.contains(machine.id())))
                                .toList());
            } catch (BeltException e) {
                estate.call()
                        .out()
                        .warn(
                                "the rules for managers at "
                                        + name
                                        + " are as before: "
                                        + e.getMessage()
                                        + "; belt firewall apply sets them");
            }
        }
    }
}
