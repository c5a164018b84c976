package belt.cli.machine;

import belt.provider.Capability;
import belt.provider.ClusterRules;
import belt.provider.FirewallPlan;
import belt.provider.FirewallPlan.Kind;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A cluster's firewall at one provider: what is wished, compared with what is there.
///
/// @param provider opened
/// @param inventory the cluster's machines, of any provider
/// @param operators where SSH and the API are reached from
/// @param published ports open to everybody; empty for those that are open now
/// @param managers names of the managers; empty where nobody knows, then they stay
record ClusterWall(
        MachineProvider provider,
        List<Machine> inventory,
        List<String> operators,
        Optional<List<Integer>> published,
        Optional<Set<String>> managers) {
    private static final int SSH = 22;

    /// What would change.
    ///
    /// @param rules the rules
    /// @param managers the machines that rules for managers hold for
    /// @param moves machines for which they begin or cease to
    record Plan(FirewallPlan rules, List<Machine> managers, List<WallRow> moves) {
        boolean isEmpty() {
            return rules.isEmpty() && moves.stream().allMatch(row -> row.kind() == Kind.KEEP);
        }

        List<WallRow> rows() {
            var rows = new ArrayList<>(rules.changes().stream().map(WallRow::of).toList());
            rows.addAll(moves);
            return rows;
        }
    }

    Plan plan() throws InterruptedException {
        FirewallPlan rules = provider.firewall(rules(published.orElse(List.of())));
        if (published.isEmpty()) {
            Set<Integer> open = open(rules);
            rules = open.isEmpty() ? rules : provider.firewall(rules(open));
        }
        if (!provider.type().can(Capability.MANAGER_RULES)) {
            return new Plan(rules, List.of(), List.of());
        }
        Set<String> now = provider.managers();
        var wanted = new ArrayList<Machine>();
        var moves = new ArrayList<WallRow>();
        for (Machine machine : own()) {
            boolean was = now.contains(machine.id());
            boolean is = managers.map(names -> names.contains(machine.name())).orElse(was);
            if (is) {
                wanted.add(machine);
            }
            if (is || was) {
                Kind kind = is && was ? Kind.KEEP : is ? Kind.ADD : Kind.REMOVE;
                moves.add(WallRow.manager(kind, machine.name()));
            }
        }
        return new Plan(rules, wanted, moves);
    }

    /// Managers first: nobody shall lose what a rule for all let in before the one for managers holds.
    void apply(Plan plan) throws InterruptedException {
        boolean tellsManagers = provider.type().can(Capability.MANAGER_RULES);
        if (tellsManagers) {
            provider.managers(plan.managers());
        }
        provider.apply(plan.rules());
        if (tellsManagers) {
            provider.managers(plan.managers()); // a group may have been made just now
        }
    }

    private List<Machine> own() {
        return inventory.stream()
                .filter(machine -> machine.provider().equals(provider.type().name()))
                .toList();
    }

    private List<FirewallRule> rules(Iterable<Integer> ports) {
        var all = new ArrayList<Integer>();
        ports.forEach(all::add);
        return ClusterRules.of(operators, sshPorts(), all);
    }

    private Set<Integer> sshPorts() {
        Set<Integer> ports = new LinkedHashSet<>();
        own().forEach(machine -> ports.add(machine.ssh().port()));
        return ports.isEmpty() ? Set.of(SSH) : ports;
    }

    /// Ports that everybody reaches now, and that are none of belt's own.
    private Set<Integer> open(FirewallPlan plan) {
        var open = new TreeSet<Integer>();
        for (FirewallPlan.Change change : plan.changes()) {
            FirewallRule rule = change.rule();
            boolean everybody =
                    rule.from() instanceof Source.Range(var cidr)
                            && Set.of("0.0.0.0/0", "::/0").contains(cidr);
            if (change.kind() == Kind.REMOVE
                    && everybody
                    && rule.protocol() == Protocol.TCP
                    && rule.fromPort() == rule.toPort()
                    && rule.fromPort() != ClusterRules.API
                    && !sshPorts().contains(rule.fromPort())) {
                open.add(rule.fromPort());
            }
        }
        return open;
    }
}
