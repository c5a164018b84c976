package belt.provider.digitalocean;

import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Firewall rules in DigitalOcean's form and back.
///
/// @param cluster whose members are meant by their tags
record WallRules(String cluster) {
    private static final int LAST = 65_535;

    private String tag(Members members) {
        return members == Members.ALL ? Tags.cluster(cluster) : Tags.managers(cluster);
    }

    JsonObject inbound(FirewallRule rule) {
        var sources = new JsonObject();
        switch (rule.from()) {
            case Source.Cluster(var members) ->
                    sources.add("tags", Droplets.texts(List.of(tag(members))));
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

    /// Everything may go out.
    static JsonArray outbound() {
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

    /// What a firewall lets in. Sources that belt never writes, load balancers for example, are shown by their ids.
    ///
    /// @param to whom it holds for
    List<FirewallRule> read(JsonObject firewall, Members to) {
        var rules = new ArrayList<FirewallRule>();
        for (JsonElement each : Api.list(firewall, "inbound_rules", "a firewall")) {
            JsonObject rule = each.getAsJsonObject();
            Protocol protocol =
                    Protocol.valueOf(rule.get("protocol").getAsString().toUpperCase(Locale.ROOT));
            String ports = rule.has("ports") ? rule.get("ports").getAsString() : "0";
            boolean icmp = protocol == Protocol.ICMP;
            boolean all = ports.equals("all") || ports.equals("0");
            String[] two = ports.split("-", 2);
            int first = icmp ? 0 : all ? 1 : Integer.parseInt(two[0]);
            int last = icmp ? 0 : all ? LAST : Integer.parseInt(two[two.length - 1]);
            for (Source source : sources(rule.getAsJsonObject("sources"))) {
                rules.add(new FirewallRule(protocol, first, last, to, source, ""));
            }
        }
        return rules;
    }

    private List<Source> sources(JsonObject from) {
        var sources = new ArrayList<Source>();
        from.entrySet()
                .forEach(entry -> {
                    if (entry.getValue() instanceof JsonArray list) {
                        for (JsonElement each : list) {
                            sources.add(source(entry.getKey(), each.getAsString()));
                        }
                    }
                });
        return sources;
    }

    private Source source(String kind, String word) {
        if (kind.equals("tags") && word.equalsIgnoreCase(tag(Members.ALL))) {
            return new Source.Cluster(Members.ALL);
        }
        return kind.equals("tags") && word.equalsIgnoreCase(tag(Members.MANAGERS))
                ? new Source.Cluster(Members.MANAGERS)
                : new Source.Range(word);
    }

    /// What makes two rules the same here.
    static String key(FirewallRule rule) {
        String from =
                switch (rule.from()) {
                    case Source.Cluster(var members) -> members.name();
                    case Source.Range(String cidr) -> cidr;
                };
        return rule.to() + " " + rule.protocol() + " " + ports(rule) + " " + from;
    }
}
