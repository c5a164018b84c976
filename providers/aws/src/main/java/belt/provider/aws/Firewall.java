package belt.provider.aws;

import belt.provider.FirewallPlan;
import belt.provider.FirewallPlan.Change;
import belt.provider.FirewallPlan.Kind;
import belt.provider.FirewallRule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// The cluster's firewall: the rules of its own security groups, the same in each region.
///
/// @param groups where they are
record Firewall(Groups groups) {
    /// A rule that one group lacks is to be added, one that any has and nobody wants to be removed.
    FirewallPlan plan(List<Ec2Region> regions, List<FirewallRule> wanted)
            throws InterruptedException {
        var there = new ArrayList<Set<FirewallRule>>();
        var extra = new LinkedHashMap<FirewallRule, FirewallRule>();
        Set<FirewallRule> wantedKeys = Groups.keys(wanted);
        for (Ec2Region region : regions) {
            for (Wall wall : groups.own(region)) {
                Set<FirewallRule> rules = wall.rules();
                there.add(Groups.keys(rules));
                rules.stream()
                        .filter(each -> !wantedKeys.contains(Rules.key(each)))
                        .forEach(each -> extra.putIfAbsent(Rules.key(each), each));
            }
        }
        var changes = new ArrayList<Change>();
        for (FirewallRule rule : wanted) {
            FirewallRule key = Rules.key(rule);
            boolean everywhere =
                    !there.isEmpty() && there.stream().allMatch(rules -> rules.contains(key));
            changes.add(new Change(everywhere ? Kind.KEEP : Kind.ADD, rule));
        }
        extra.values().forEach(each -> changes.add(new Change(Kind.REMOVE, each)));
        return new FirewallPlan(changes);
    }

    /// Adds before it removes: nobody is locked out between the two.
    void apply(List<Ec2Region> regions, FirewallPlan plan) throws InterruptedException {
        var by = new EnumMap<Kind, List<FirewallRule>>(Kind.class);
        plan.changes()
                .forEach(change ->
                        by.computeIfAbsent(change.kind(), _ -> new ArrayList<>())
                                .add(change.rule()));
        for (Ec2Region region : regions) {
            for (Wall wall : groups.complete(region)) {
                groups.change(
                        region,
                        wall,
                        by.getOrDefault(Kind.ADD, List.of()),
                        by.getOrDefault(Kind.REMOVE, List.of()));
            }
        }
    }
}
