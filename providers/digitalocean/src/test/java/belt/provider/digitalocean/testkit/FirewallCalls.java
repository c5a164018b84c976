package belt.provider.digitalocean.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Firewalls: kept as they were written, with what the vendor checks.
final class FirewallCalls {
    private static final int RULES = 50;

    private FirewallCalls() {}

    static Map<String, Object> list(Call call, FakeAccount account) {
        return call.page("firewalls", List.copyOf(account.firewalls.values()), shape -> shape);
    }

    static Map<String, Object> create(Call call, FakeAccount account) {
        String name = call.text("name").orElse("");
        boolean taken =
                account.firewalls.values().stream().anyMatch(each -> name.equals(each.get("name")));
        if (taken) {
            throw new ApiFailure(409, "conflict", "duplicate name");
        }
        return put(account.firewallId(), call, account);
    }

    static Map<String, Object> replace(Call call, FakeAccount account) {
        if (!account.firewalls.containsKey(call.id())) {
            throw ApiFailure.notFound();
        }
        return put(call.id(), call, account);
    }

    /// A firewall's tags and rules in words; empty if there is none.
    static List<String> words(FakeAccount account, String name) {
        var words = new ArrayList<String>();
        for (Map<String, Object> wall : account.firewalls.values()) {
            if (name.equals(wall.get("name"))
                    && wall.get("inbound_rules") instanceof JsonArray all) {
                words.add("for " + wall.get("tags"));
                for (JsonElement each : all) {
                    JsonObject rule = each.getAsJsonObject();
                    words.add(
                            rule.get("protocol").getAsString()
                                    + " "
                                    + rule.get("ports").getAsString()
                                    + " from "
                                    + rule.getAsJsonObject("sources").toString().replace('"', ' '));
                }
            }
        }
        return words;
    }

    private static Map<String, Object> put(String id, Call call, FakeAccount account) {
        String name = call.text("name").orElse("");
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9.-]+")) {
            throw new ApiFailure(400, "bad_request", "name has invalid characters");
        }
        check(call.body().get("inbound_rules"), "sources", account);
        check(call.body().get("outbound_rules"), "destinations", account);
        call.texts("tags").forEach(tag -> requireTag(tag, account));
        var shape = new LinkedHashMap<String, Object>();
        shape.put("id", id);
        shape.put("status", "succeeded");
        shape.put("created_at", "2026-05-04T10:00:00Z");
        shape.put("name", name);
        shape.put("droplet_ids", List.of());
        shape.put("tags", call.texts("tags"));
        shape.put("inbound_rules", call.body().get("inbound_rules"));
        shape.put("outbound_rules", call.body().get("outbound_rules"));
        account.firewalls.put(id, shape);
        return Map.of("firewall", shape);
    }

    private static void check(
            @org.jspecify.annotations.Nullable JsonElement rules,
            String peers,
            FakeAccount account) {
        if (rules == null || !rules.isJsonArray()) {
            throw new ApiFailure(400, "bad_request", "rules are missing");
        }
        if (rules.getAsJsonArray().size() > RULES) {
            throw ApiFailure.unprocessable("at most 50 rules");
        }
        for (JsonElement each : rules.getAsJsonArray()) {
            var rule = each.getAsJsonObject();
            String protocol = rule.get("protocol").getAsString();
            if (!List.of("tcp", "udp", "icmp").contains(protocol) || !rule.has(peers)) {
                throw new ApiFailure(400, "bad_request", "a rule has no protocol or no " + peers);
            }
            JsonElement tags = rule.getAsJsonObject(peers).get("tags");
            if (tags != null) {
                tags.getAsJsonArray().forEach(tag -> requireTag(tag.getAsString(), account));
            }
        }
    }

    private static void requireTag(String tag, FakeAccount account) {
        if (!account.tags.containsKey(tag.toLowerCase(java.util.Locale.ROOT))) {
            throw new ApiFailure(400, "bad_request", "tag " + tag + " not found");
        }
    }

    static void delete(Call call, FakeAccount account) {
        if (account.firewalls.remove(call.id()) == null) {
            throw ApiFailure.notFound();
        }
    }
}
