package belt.provider.digitalocean.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Droplets and their actions.
final class DropletCalls {
    private static final int NAMES = 10;
    private static final int USER_DATA = 65_536;

    private DropletCalls() {}

    static Map<String, Object> create(Call call, FakeAccount account, Faults.Delays delays) {
        List<String> names = call.text("name").map(List::of).orElseGet(() -> call.texts("names"));
        if (names.isEmpty() || names.size() > NAMES) {
            throw ApiFailure.unprocessable("names must have between 1 and 10 entries");
        }
        for (String name : names) {
            if (!name.matches("[a-zA-Z0-9]?[a-z0-9A-Z.\\-]*[a-z0-9A-Z]") || name.length() > 255) {
                throw ApiFailure.unprocessable(
                        "Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)");
            }
        }
        if (call.text("user_data").orElse("").length() > USER_DATA) {
            throw ApiFailure.unprocessable("User data size must be less than 64 KiB");
        }
        FakeDroplet.Wish wish = wish(call);
        for (String key : call.texts("ssh_keys")) {
            if (account.key(key).isEmpty()) {
                throw ApiFailure.unprocessable(
                        key + " are invalid key identifiers for Droplet creation.");
            }
        }
        if (account.existing().size() + names.size() > account.dropletLimit) {
            throw ApiFailure.unprocessable(
                    "creating this/these droplet(s) will exceed your droplet limit");
        }
        List<String> tags = FakeAccount.normal(call.texts("tags"), account);
        var made = new ArrayList<Map<String, Object>>();
        var actions = new ArrayList<Map<String, Object>>();
        for (String name : names) {
            var droplet =
                    new FakeDroplet(
                            account.dropletId(), name, wish, tags, asked(call), call.now(), delays);
            account.droplets.put(droplet.id, droplet);
            made.add(droplet.shape(call.now()));
            long action = account.actionId();
            actions.add(
                    Map.of(
                            "id",
                            action,
                            "rel",
                            names.size() == 1 ? "create" : "multiple_create",
                            "href",
                            "https://api.digitalocean.com/v2/actions/" + action));
        }
        Map<String, Object> links = Map.of("actions", actions);
        return call.text("name").isPresent()
                ? Map.of("droplet", made.getFirst(), "links", links)
                : Map.of("droplets", made, "links", links);
    }

    private static FakeDroplet.Wish wish(Call call) {
        String region = call.text("region").orElse("nyc3");
        if (!Catalogue.open(region)) {
            throw ApiFailure.unprocessable("You specified an invalid region for Droplet creation.");
        }
        Catalogue.Size size =
                Catalogue.size(call.text("size").orElse(""))
                        .filter(Catalogue.Size::available)
                        .orElseThrow(() ->
                                ApiFailure.unprocessable(
                                        "You specified an invalid size for Droplet creation."));
        Catalogue.Image image =
                Catalogue.image(call.text("image").orElse(""))
                        .orElseThrow(() ->
                                ApiFailure.unprocessable(
                                        "You specified an invalid image for Droplet"
                                                + " creation."));
        return new FakeDroplet.Wish(region, size, image);
    }

    private static Map<String, Object> asked(Call call) {
        var asked = new HashMap<String, Object>();
        for (String field : List.of("user_data", "vpc_uuid")) {
            call.text(field).ifPresent(value -> asked.put(field, value));
        }
        for (String field : List.of("ipv6", "backups", "monitoring", "with_droplet_agent")) {
            asked.put(field, call.on(field));
        }
        asked.put("ssh_keys", call.texts("ssh_keys"));
        return asked;
    }

    static Map<String, Object> list(Call call, FakeAccount account) {
        String tag = call.query().get("tag_name");
        String name = call.query().get("name");
        boolean gpus = "gpus".equals(call.query().get("type"));
        List<FakeDroplet> all =
                account.droplets.values().stream()
                        .filter(droplet -> droplet.listed(call.now()))
                        .filter(droplet -> droplet.size.slug().startsWith("gpu-") == gpus)
                        .filter(droplet ->
                                tag == null
                                        || droplet.tags.stream().anyMatch(tag::equalsIgnoreCase))
                        .filter(droplet -> name == null || droplet.name.equalsIgnoreCase(name))
                        .toList();
        return call.page("droplets", all, droplet -> droplet.shape(call.now()));
    }

    static FakeDroplet require(Call call, FakeAccount account) {
        FakeDroplet droplet = account.droplets.get(call.number());
        if (droplet == null || !droplet.found(call.now())) {
            throw ApiFailure.notFound();
        }
        return droplet;
    }

    static void deleteTagged(Call call, FakeAccount account) {
        String tag = call.query().getOrDefault("tag_name", "");
        if (tag.isEmpty()) {
            throw ApiFailure.unprocessable("tag_name is required");
        }
        account.existing().stream()
                .filter(droplet -> droplet.tags.stream().anyMatch(tag::equalsIgnoreCase))
                .forEach(droplet -> droplet.removedAt = call.now());
    }

    static Map<String, Object> act(Call call, FakeAccount account) {
        FakeDroplet droplet = require(call, account);
        String type = call.text("type").orElse("");
        droplet.begin(type, call.text("size").orElse(null), call.now());
        return Map.of("action", action(droplet, type, account, call.now()));
    }

    static Map<String, Object> actTagged(Call call, FakeAccount account) {
        String tag = call.query().getOrDefault("tag_name", "");
        String type = call.text("type").orElse("");
        var actions = new ArrayList<Map<String, Object>>();
        for (FakeDroplet droplet : account.existing()) {
            if (droplet.tags.stream().anyMatch(tag::equalsIgnoreCase)) {
                droplet.begin(type, null, call.now());
                actions.add(action(droplet, type, account, call.now()));
            }
        }
        return Map.of("actions", actions);
    }

    private static Map<String, Object> action(
            FakeDroplet droplet, String type, FakeAccount account, Instant now) {
        var shape = new LinkedHashMap<String, Object>();
        shape.put("id", account.actionId());
        shape.put("status", "in-progress");
        shape.put("type", type);
        shape.put("started_at", now.toString());
        shape.put("completed_at", null);
        shape.put("resource_id", droplet.id);
        shape.put("resource_type", "droplet");
        shape.put("region", Catalogue.region(droplet.region));
        shape.put("region_slug", droplet.region);
        return shape;
    }
}
