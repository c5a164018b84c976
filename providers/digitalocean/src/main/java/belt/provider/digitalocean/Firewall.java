package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.provider.FirewallPlan;
import belt.provider.FirewallPlan.Change;
import belt.provider.FirewallPlan.Kind;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The cluster's firewalls: one for all droplets with the cluster's tag, one for those that carry the managers' tag too.
/// Everything may go out.
final class Firewall {
    private static final String PATH = "/v2/firewalls";

    private final Api api;
    private final Vendor vendor;
    private final String cluster;
    private final WallRules rules;

    Firewall(Api api, Vendor vendor, String cluster) {
        this.api = api;
        this.vendor = vendor;
        this.cluster = cluster;
        this.rules = new WallRules(cluster);
    }

    private record Existing(String id, List<FirewallRule> rules) {}

    /// Letters, digits, dots and hyphens; our own encoding's `_` is not among them.
    private String name(Members members) {
        String prefix = members == Members.ALL ? "belt-" : "belt.managers-";
        return prefix + Tags.encode(cluster).replace("_", "..");
    }

    private static String tag(String cluster, Members members) {
        return members == Members.ALL ? Tags.cluster(cluster) : Tags.managers(cluster);
    }

    private Map<Members, Existing> find() throws InterruptedException {
        var found = new EnumMap<Members, Existing>(Members.class);
        api.all(
                PATH,
                "firewalls",
                each -> {
                    String called = each.get("name").getAsString();
                    for (Members members : Members.values()) {
                        if (name(members).equals(called)) {
                            found.putIfAbsent(
                                    members,
                                    new Existing(
                                            each.get("id").getAsString(),
                                            rules.read(each, members)));
                        }
                    }
                    return called;
                });
        return found;
    }

    /// Whether the cluster has one.
    boolean exists() throws InterruptedException {
        return !find().isEmpty();
    }

    FirewallPlan plan(List<FirewallRule> wanted) throws InterruptedException {
        var extra = new LinkedHashMap<String, FirewallRule>();
        find().values()
                .forEach(
                        each -> each.rules().forEach(rule -> extra.put(WallRules.key(rule), rule)));
        var changes = new LinkedHashMap<String, Change>();
        for (FirewallRule rule : wanted) {
            String key = WallRules.key(rule);
            boolean there = extra.remove(key) != null;
            changes.putIfAbsent(key, new Change(there ? Kind.KEEP : Kind.ADD, rule));
        }
        extra.forEach((key, rule) -> changes.put(key, new Change(Kind.REMOVE, rule)));
        return new FirewallPlan(List.copyOf(changes.values()));
    }

    /// Replaces each firewall in one call, so that nobody is locked out in between: first the managers', who get what the
    /// other one may take away.
    void apply(FirewallPlan plan) throws InterruptedException {
        Map<Members, Existing> there = find();
        if (plan.isEmpty() && there.size() == Members.values().length) {
            return;
        }
        // a firewall takes no tag that does not exist
        vendor.createTag(Tags.cluster(cluster));
        vendor.createTag(Tags.managers(cluster));
        for (Members members : List.of(Members.MANAGERS, Members.ALL)) {
            JsonObject body = body(plan, members);
            Existing old = there.get(members);
            if (old == null) {
                create(body, members);
            } else {
                api.patiently(() -> api.call("PUT", PATH + "/" + old.id(), body));
            }
        }
    }

    private JsonObject body(FirewallPlan plan, Members members) {
        var inbound = new LinkedHashMap<String, JsonObject>();
        plan.changes().stream()
                .filter(change -> change.kind() != Kind.REMOVE && change.rule().to() == members)
                .map(Change::rule)
                .forEach(rule -> inbound.put(WallRules.key(rule), rules.inbound(rule)));
        var array = new JsonArray();
        inbound.values().forEach(array::add);
        var body = new JsonObject();
        body.addProperty("name", name(members));
        body.add("tags", Droplets.texts(List.of(tag(cluster, members))));
        body.add("inbound_rules", array);
        body.add("outbound_rules", WallRules.outbound());
        return body;
    }

    private void create(JsonObject body, Members members) throws InterruptedException {
        try {
            api.call("POST", PATH, body);
        } catch (BeltException.Unreachable | BeltException.Conflict e) {
            // its reply may be lost, or another belt was faster
            if (!find().containsKey(members)) {
                throw e;
            }
        }
    }

    void forget() throws InterruptedException {
        for (Existing there : new ArrayList<>(find().values())) {
            try {
                api.patiently(() -> api.call("DELETE", PATH + "/" + there.id(), null));
            } catch (BeltException.NotFound _) {
                // what was wanted
            }
        }
    }
}
