package belt.provider.exec;

import belt.provider.Batch;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineSpec;
import belt.provider.Price;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Our records as the protocol writes them. docs/reference/provider-exec.md describes each.
final class Requests {
    private Requests() {}

    /// An enum's constant as the protocol writes it: `stop-start`.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, Object> spec(MachineSpec spec) {
        var map = new LinkedHashMap<String, Object>();
        map.put("size", spec.size());
        map.put("region", spec.region());
        map.put("image", spec.image());
        map.put("sshPublicKey", spec.sshPublicKey());
        map.put("userData", spec.userData());
        map.put("labels", spec.labels());
        map.put("resolved", spec.resolved());
        return map;
    }

    static Map<String, Object> batch(Batch batch) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", batch.id());
        map.put("token", batch.token());
        map.put("names", batch.names());
        map.put("spec", spec(batch.spec()));
        Price price = batch.price();
        if (price != null) {
            map.put("price", Map.of("perHour", price.perHour(), "perMonth", price.perMonth()));
        }
        return map;
    }

    /// Enough to find a machine and to check that it is meant.
    static List<Map<String, String>> machines(Collection<Machine> machines) {
        return machines.stream().map(Requests::machine).toList();
    }

    private static Map<String, String> machine(Machine machine) {
        var map = new LinkedHashMap<String, String>();
        map.put("id", machine.id());
        map.put("name", machine.name());
        map.put("cluster", machine.cluster());
        map.put("batch", machine.batch());
        map.put("region", machine.region());
        return map;
    }

    static Map<String, Object> size(MachineSize size) {
        return Map.of("text", size.text(), "memoryBytes", size.memoryBytes(), "cpus", size.cpus());
    }

    static List<Map<String, Object>> rules(List<FirewallRule> rules) {
        return rules.stream().map(Requests::rule).toList();
    }

    static List<Map<String, Object>> changes(FirewallPlan plan) {
        return plan.changes().stream()
                .map(change ->
                        Map.<String, Object>of(
                                "kind", word(change.kind()), "rule", rule(change.rule())))
                .toList();
    }

    private static Map<String, Object> rule(FirewallRule rule) {
        var map = new LinkedHashMap<String, Object>();
        map.put("protocol", word(rule.protocol()));
        map.put("fromPort", rule.fromPort());
        map.put("toPort", rule.toPort());
        map.put("to", word(rule.to()));
        map.put(
                "from",
                switch (rule.from()) {
                    case FirewallRule.Source.Cluster(var members) ->
                            Map.of("cluster", word(members));
                    case FirewallRule.Source.Range(var cidr) -> Map.of("cidr", cidr);
                });
        map.put("why", rule.why());
        return map;
    }
}
