package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.Machine;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Droplets, read and written with ids of 64 bits.
final class Droplets {
    private static final String PATH = "/v2/droplets";

    private final ProviderContext context;
    private final Settings settings;
    private final Api api;

    Droplets(ProviderContext context, Settings settings, Api api) {
        this.context = context;
        this.settings = settings;
        this.api = api;
    }

    /// A droplet.
    ///
    /// @param machine as the contract describes it
    /// @param busy whether DigitalOcean is at work on it and refuses other actions
    record Droplet(Machine machine, boolean busy) {}

    /// All droplets that carry a tag; those with graphics processors only if asked for, in a listing of their own.
    List<Droplet> tagged(String tag, boolean gpus) throws InterruptedException {
        String query =
                "?tag_name="
                        + URLEncoder.encode(tag, StandardCharsets.UTF_8)
                        + (gpus ? "&type=gpus" : "");
        var byId = new LinkedHashMap<String, Droplet>();
        // machines that come or go between two pages move the others: some are seen twice
        api.all(PATH + query, "droplets", this::read)
                .forEach(each -> byId.put(each.machine().id(), each));
        return List.copyOf(byId.values());
    }

    /// One droplet; empty if there is none.
    Optional<Droplet> find(String id) throws InterruptedException {
        String path = PATH + "/" + id;
        try {
            JsonObject answer = api.get(path);
            return Optional.of(Api.read(path, Api.object(answer, "droplet", path), this::read));
        } catch (BeltException.NotFound e) {
            return Optional.empty();
        }
    }

    /// Removes one; gone already is as good.
    void delete(String id) throws InterruptedException {
        try {
            api.patiently(() -> api.call("DELETE", PATH + "/" + id, null));
        } catch (BeltException.NotFound _) {
            // what was wanted
        }
    }

    /// Removes everything that carries a tag, with one call. Nothing that does is as good.
    void deleteTagged(String tag) throws InterruptedException {
        String query = "?tag_name=" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
        try {
            api.patiently(() -> api.call("DELETE", PATH + query, null));
        } catch (BeltException.NotFound _) {
            // what was wanted
        }
    }

    /// Gives droplets a tag, or takes it from them: one call for all. Harmless to repeat.
    void mark(String tag, List<String> ids, boolean on) throws InterruptedException {
        if (ids.isEmpty()) {
            return;
        }
        if (on) {
            var name = new JsonObject();
            name.addProperty("name", tag);
            api.patiently(() -> api.call("POST", "/v2/tags", name));
        }
        var resources = new JsonArray();
        for (String id : ids) {
            var resource = new JsonObject();
            resource.addProperty("resource_id", id);
            resource.addProperty("resource_type", "droplet");
            resources.add(resource);
        }
        var body = new JsonObject();
        body.add("resources", resources);
        String path = "/v2/tags/" + tag + "/resources";
        api.patiently(() -> api.call(on ? "POST" : "DELETE", path, body));
    }

    void act(String id, String type, @Nullable String size) throws InterruptedException {
        var body = new JsonObject();
        body.addProperty("type", type);
        if (size != null) {
            body.addProperty("size", size);
            body.addProperty("disk", false); // a disk that grew cannot shrink again
        }
        api.call("POST", PATH + "/" + id + "/actions", body);
    }

    /// Makes a batch's machines with one call.
    ///
    /// @throws BeltException.Unreachable `provider.outcome-unknown` if it may have been done
    List<Machine> create(Batch batch) throws InterruptedException {
        String call = "POST " + PATH;
        JsonObject answer;
        try {
            answer = api.call("POST", PATH, body(batch));
            return Api.read(call, answer, this::made);
        } catch (BeltException.Unreachable e) {
            Throwable cause = e.getCause();
            boolean never =
                    cause != null && Failures.neverSent(cause)
                            || e.code() == ProviderProblem.RATE_LIMITED;
            throw never ? e : Failures.unknown("the creation of " + names(batch), e);
        } catch (BeltException.OperationFailed e) {
            throw e.code() == DigitalOceanProblem.ANSWER
                    ? Failures.unknown("the creation of " + names(batch), e)
                    : e;
        } catch (BeltException.InvalidInput e) {
            throw refused(batch, e);
        }
    }

    private List<Machine> made(JsonObject answer) {
        return Api.list(answer, "droplets", "POST " + PATH).stream()
                .map(each -> read(each.getAsJsonObject()).machine())
                .toList();
    }

    private static String names(Batch batch) {
        return batch.names().size() == 1
                ? batch.names().getFirst()
                : batch.names().getFirst() + " and " + (batch.names().size() - 1) + " more";
    }

    /// A refusal does not say by its code whether the account is full: its numbers do.
    private BeltException refused(Batch batch, BeltException.InvalidInput e)
            throws InterruptedException {
        int limit =
                Api.object(api.get("/v2/account"), "account", "the account")
                        .get("droplet_limit")
                        .getAsInt();
        int there = count();
        if (there + batch.names().size() <= limit) {
            return e;
        }
        BeltException quota =
                new BeltException.Refused(
                        ProviderProblem.QUOTA,
                        "the account may have "
                                + limit
                                + " droplets and has "
                                + there
                                + ": no room for "
                                + names(batch),
                        e);
        return e.detail().map(quota::withDetail).orElse(quota);
    }

    /// How many droplets the account has, anybody's.
    int count() throws InterruptedException {
        return Api.total(api.get(PATH + "?per_page=1&page=1"));
    }

    private JsonObject body(Batch batch) {
        MachineSpec spec = batch.spec();
        var body = new JsonObject();
        body.add("names", texts(batch.names()));
        body.addProperty("region", spec.region());
        body.addProperty("size", spec.size());
        if (spec.image().matches("[0-9]+")) {
            body.addProperty("image", Long.parseLong(spec.image()));
        } else {
            body.addProperty("image", spec.image());
        }
        String key = spec.resolved().get("key");
        if (key != null) {
            var keys = new JsonArray(); // an id or a fingerprint
            keys.add(
                    key.matches("[0-9]+")
                            ? new JsonPrimitive(Long.parseLong(key))
                            : new JsonPrimitive(key));
            body.add("ssh_keys", keys);
        }
        if (!spec.userData().isEmpty()) {
            body.addProperty("user_data", spec.userData());
        }
        String network = spec.resolved().get("vpc");
        if (network != null) {
            body.addProperty("vpc_uuid", network);
        }
        body.addProperty("ipv6", settings.ipv6());
        body.addProperty("backups", settings.backups());
        body.addProperty("monitoring", settings.monitoring());
        body.add(
                "tags",
                texts(Tags.of(context.cluster(), batch.id(), spec.labels(), settings.tags())));
        return body;
    }

    static JsonArray texts(List<String> texts) {
        var array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private Droplet read(JsonObject from) {
        List<String> tags =
                from.getAsJsonArray("tags").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
        JsonObject size = from.getAsJsonObject("size");
        BigDecimal price =
                size.has("price_hourly") ? size.get("price_hourly").getAsBigDecimal() : null;
        List<String> addresses = addresses(from.getAsJsonObject("networks"));
        boolean busy = from.get("locked").getAsBoolean();
        String status = from.get("status").getAsString();
        Machine machine =
                Machine.named(
                                from.get("name").getAsString(),
                                Long.toString(from.get("id").getAsLong()),
                                "digitalocean",
                                Tags.clusterIn(tags).orElse(""))
                        .region(from.getAsJsonObject("region").get("slug").getAsString())
                        .size(from.get("size_slug").getAsString())
                        .resources(
                                from.get("memory").getAsLong() << 20, from.get("vcpus").getAsInt())
                        .image(image(from.get("image")))
                        .addresses(addresses)
                        .ssh(settings.sshUser(), settings.sshPort(), settings.keyPath())
                        .state(state(status, busy, addresses), reason(status))
                        .labels(Tags.labelsIn(tags))
                        .createdAt(Instant.parse(from.get("created_at").getAsString()))
                        .batch(Tags.batchIn(tags))
                        .pricePerHour(price)
                        .build();
        return new Droplet(machine, busy);
    }

    private static String image(@Nullable JsonElement image) {
        if (!(image instanceof JsonObject object)) {
            return "";
        }
        for (String field : List.of("slug", "name", "id")) {
            if (object.get(field) instanceof JsonPrimitive value) {
                return value.getAsString();
            }
        }
        return "";
    }

    /// Public before private, IPv4 before IPv6.
    private static List<String> addresses(JsonObject networks) {
        var addresses = new ArrayList<String>();
        for (String type : List.of("public", "private")) {
            for (String family : List.of("v4", "v6")) {
                if (networks.get(family) instanceof JsonArray list) {
                    for (JsonElement each : list) {
                        JsonObject network = each.getAsJsonObject();
                        if (network.get("type").getAsString().equals(type)) {
                            addresses.add(network.get("ip_address").getAsString());
                        }
                    }
                }
            }
        }
        return addresses;
    }

    /// Active only with an address: before that nobody can use it.
    private static MachineState state(String status, boolean busy, List<String> addresses) {
        return switch (status) {
            case "new" -> MachineState.NEW;
            case "active" ->
                    addresses.isEmpty()
                            ? MachineState.NEW
                            : busy ? MachineState.CHANGING : MachineState.ACTIVE;
            case "off", "archive" -> busy ? MachineState.CHANGING : MachineState.STOPPED;
            default -> MachineState.CHANGING;
        };
    }

    private static @Nullable String reason(String status) {
        return switch (status) {
            case "new", "active" -> null;
            case "off" -> "it is switched off";
            case "archive" -> "DigitalOcean has archived it";
            default -> "DigitalOcean calls it " + status;
        };
    }
}
