package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.provider.FirewallPlan;
import belt.provider.FirewallPlan.Change;
import belt.provider.FirewallPlan.Kind;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The cluster's firewall: one, for all droplets with the cluster's tag. Everything may go out. A firewall holds for all
/// its members: rules for managers only are let in to all.
final class Firewall {
    private static final String PATH = "/v2/firewalls";
    private static final int LAST = 65_535;

    private final Api api;
    private final Vendor vendor;
    private final String cluster;

    Firewall(Api api, Vendor vendor, String cluster) {
        this.api = api;
        this.vendor = vendor;
        this.cluster = cluster;
    }

    private record Existing(String id, List<FirewallRule> rules) {}

    /// Letters, digits, dots and hyphens; our own encoding's `_` is not among them.
    private String name() {
        return "belt-" + Tags.encode(cluster).replace("_", "..");
    }

    private Optional<Existing> find() throws InterruptedException {
        var found = new ArrayList<Existing>();
        api.all(
                PATH,
                "firewalls",
                each -> {
                    if (name().equals(each.get("name").getAsString())) {
                        found.add(new Existing(each.get("id").getAsString(), rules(each)));
                    }
                    return name();
                });
        return found.stream().findFirst();
    }

    FirewallPlan plan(List<FirewallRule> wanted) throws InterruptedException {
        var extra = new LinkedHashMap<String, FirewallRule>();
        find().map(Existing::rules).orElse(List.of()).forEach(rule -> extra.put(key(rule), rule));
        var changes = new ArrayList<Change>();
        for (FirewallRule rule : wanted) {
            boolean there = extra.remove(key(rule)) != null;
            boolean again =
                    changes.stream().anyMatch(change -> key(change.rule()).equals(key(rule)));
            changes.add(new Change(there || again ? Kind.KEEP : Kind.ADD, rule));
        }
        extra.values().forEach(rule -> changes.add(new Change(Kind.REMOVE, rule)));
        return new FirewallPlan(changes);
    }

    /// Replaces the whole firewall in one call, so that nobody is locked out in between.
    void apply(FirewallPlan plan) throws InterruptedException {
        if (plan.isEmpty() && find().isPresent()) {
            return;
        }
        var inbound = new LinkedHashMap<String, JsonObject>();
        plan.changes().stream()
                .filter(change -> change.kind() != Kind.REMOVE)
                .forEach(change -> inbound.put(key(change.rule()), inbound(change.rule())));
        var body = new JsonObject();
        body.addProperty("name", name());
        body.add("tags", Droplets.texts(List.of(Tags.cluster(cluster))));
        var rules = new JsonArray();
        inbound.values().forEach(rules::add);
        body.add("inbound_rules", rules);
        body.add("outbound_rules", outbound());
        vendor.createTag(Tags.cluster(cluster)); // a firewall takes no tag that does not exist
        Optional<Existing> there = find();
        if (there.isPresent()) {
            api.patiently(() -> api.call("PUT", PATH + "/" + there.get().id(), body));
        } else {
            create(body);
        }
    }

    private void create(JsonObject body) throws InterruptedException {
        try {
            api.call("POST", PATH, body);
        } catch (BeltException.Unreachable e) {
            if (find().isEmpty()) { // its reply may be lost
                throw e;
            }
        }
    }

    void forget() throws InterruptedException {
        Optional<Existing> there = find();
        if (there.isPresent()) {
            try {
                api.patiently(() -> api.call("DELETE", PATH + "/" + there.get().id(), null));
            } catch (BeltException.NotFound _) {
                // what was wanted
            }
        }
    }

    private JsonObject inbound(FirewallRule rule) {
        var sources = new JsonObject();
        switch (rule.from()) {
            case Source.Cluster _ ->
                    sources.add("tags", Droplets.texts(List.of(Tags.cluster(cluster))));
            case Source.Range(String cidr) ->
                    sources.add("addresses", Droplets.texts(List.of(cidr)));
        }
        var json = new JsonObject();
        json.addProperty("protocol", rule.protocol().name().toLowerCase(Locale.ROOT));
        json.addProperty("ports", ports(rule));
        json.add("sources", sources);
        return json;
    }

    private static String ports(FirewallRule rule) {
        if (rule.protocol() == Protocol.ICMP) {
            return "0";
        }
        if (rule.fromPort() <= 1 && rule.toPort() >= LAST) {
            return "all";
        }
        return rule.fromPort() == rule.toPort()
                ? Integer.toString(rule.fromPort())
                : rule.fromPort() + "-" + rule.toPort();
    }

    private static JsonArray outbound() {
        var rules = new JsonArray();
        for (String protocol : List.of("tcp", "udp", "icmp")) {
            var everywhere = new JsonObject();
            everywhere.add("addresses", Droplets.texts(List.of("0.0.0.0/0", "::/0")));
            var rule = new JsonObject();
            rule.addProperty("protocol", protocol);
            rule.addProperty("ports", protocol.equals("icmp") ? "0" : "all");
            rule.add("destinations", everywhere);
            rules.add(rule);
        }
        return rules;
    }

    /// What is let in now. Sources that belt never writes, load balancers for example, are shown by their ids.
    private static List<FirewallRule> rules(JsonObject firewall) {
        var rules = new ArrayList<FirewallRule>();
        for (JsonElement each : Api.list(firewall, "inbound_rules", PATH)) {
            JsonObject rule = each.getAsJsonObject();
            Protocol protocol =
                    Protocol.valueOf(rule.get("protocol").getAsString().toUpperCase(Locale.ROOT));
            String ports = rule.has("ports") ? rule.get("ports").getAsString() : "0";
            boolean all = ports.equals("all") || ports.equals("0");
            String[] two = ports.split("-", 2);
            int from = protocol == Protocol.ICMP ? 0 : all ? 1 : Integer.parseInt(two[0]);
            int to =
                    protocol == Protocol.ICMP
                            ? 0
                            : all ? LAST : Integer.parseInt(two[two.length - 1]);
            for (Source source : sources(rule.getAsJsonObject("sources"))) {
                rules.add(new FirewallRule(protocol, from, to, Members.ALL, source, ""));
            }
        }
        return rules;
    }

    private static List<Source> sources(JsonObject from) {
        var sources = new ArrayList<Source>();
        from.entrySet()
                .forEach(entry -> {
                    if (entry.getValue() instanceof JsonArray list) {
                        for (JsonElement each : list) {
                            sources.add(
                                    entry.getKey().equals("tags")
                                            ? new Source.Cluster(Members.ALL)
                                            : new Source.Range(each.getAsString()));
                        }
                    }
                });
        return sources;
    }

    /// What makes two rules the same here.
    private static String key(FirewallRule rule) {
        String from =
                switch (rule.from()) {
                    case Source.Cluster _ -> "cluster";
                    case Source.Range(String cidr) -> cidr;
                };
        return rule.protocol() + " " + ports(rule) + " " + from;
    }
}
