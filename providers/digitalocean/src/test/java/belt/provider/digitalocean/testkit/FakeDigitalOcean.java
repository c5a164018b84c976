package belt.provider.digitalocean.testkit;

import belt.provider.testkit.LoopbackServer;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A DigitalOcean on loopback that behaves: droplets come to life, listings lag, calls are limited, replies get lost. Time
/// comes from outside. What it understands and says stands in `calls.txt`. All state has one lock.
public final class FakeDigitalOcean implements AutoCloseable {
    /// The one token that it takes.
    public static final String TOKEN = "dop_v1_test";

    private static final Gson JSON = new GsonBuilder().serializeNulls().create();

    private final InstantSource clock;
    private final LoopbackServer server;
    private final Map<String, ApiCalls.Shape> known = ApiCalls.load();
    private final FakeAccount account = new FakeAccount();
    private final RateWindows windows = new RateWindows();
    private final Faults faults = new Faults();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Set<String>> written = new TreeMap<>();
    private int refused;

    private FakeDigitalOcean(InstantSource clock, Optional<SSLContext> tls) {
        this.clock = clock;
        server = LoopbackServer.start(tls, this::serve);
    }

    /// Starts one on a free port.
    public static FakeDigitalOcean start(InstantSource clock) {
        return start(clock, Optional.empty());
    }

    /// Starts one on a free port.
    ///
    /// @param tls for https; empty for http
    public static FakeDigitalOcean start(InstantSource clock, Optional<SSLContext> tls) {
        return new FakeDigitalOcean(clock, tls);
    }

    /// Runs one with the real clock until its input ends, and prints how to reach it.
    public static void main(String[] args) throws IOException {
        try (var ocean = start(InstantSource.system())) {
            System.out.println("export DIGITALOCEAN_API_URL=" + ocean.endpoint());
            System.out.println("export DIGITALOCEAN_ACCESS_TOKEN=" + TOKEN);
            while (System.in.read() >= 0) {
                // until it ends
            }
        }
    }

    /// Where it listens, for `DIGITALOCEAN_API_URL`.
    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return faults;
    }

    /// Method and path → how often it was called, whatever came of it: `POST /v2/droplets`.
    public synchronized Map<String, Integer> calls() {
        return Map.copyOf(counts);
    }

    public synchronized void forgetCalls() {
        counts.clear();
        refused = 0;
    }

    /// How many calls were refused by the limits.
    public synchronized int refused() {
        return refused;
    }

    /// Names of the droplets that exist and cost, in the order of their creation.
    public synchronized List<String> paid() {
        return account.existing().stream().map(droplet -> droplet.name).toList();
    }

    /// Names of the keys in the account.
    public synchronized List<String> keys() {
        return account.keys.values().stream().map(FakeAccount.FakeKey::name).toList();
    }

    /// Tags of the account, whether something carries them or not.
    public synchronized List<String> tags() {
        return List.copyOf(account.tags.values());
    }

    /// Tags of the first droplet of that name.
    public synchronized List<String> tagsOf(String name) {
        return account.existing().stream()
                .filter(droplet -> droplet.name.equals(name))
                .findFirst()
                .map(droplet -> droplet.tags)
                .orElse(List.of());
    }

    /// What was asked for besides size, region and image, of the first droplet of that name.
    public synchronized Map<String, Object> askedFor(String name) {
        return account.existing().stream()
                .filter(droplet -> droplet.name.equals(name))
                .findFirst()
                .map(droplet -> Map.copyOf(droplet.asked))
                .orElse(Map.of());
    }

    /// Lets the guests of that name hang: only cutting their power ends them.
    public synchronized void hang(String name) {
        account.existing().stream()
                .filter(droplet -> droplet.name.equals(name))
                .forEach(droplet -> droplet.hung = true);
    }

    /// Names of the firewalls.
    public synchronized List<String> firewalls() {
        return account.firewalls.values().stream()
                .map(each -> String.valueOf(each.get("name")))
                .toList();
    }

    /// What a firewall lets in: `tcp 22 from 192.0.2.0/24`, with the tags that it holds for before it.
    public synchronized List<String> wall(String name) {
        return FirewallCalls.words(account, name);
    }

    /// How many droplets the account may have.
    public synchronized void dropletLimit(int limit) {
        account.dropletLimit = limit;
    }

    /// How many calls an hour it may make.
    public synchronized void callsPerHour(int calls) {
        windows.perHour(calls);
    }

    /// A droplet that somebody made elsewhere.
    public synchronized long addDroplet(String name, String... tags) {
        var size = Catalogue.SIZES.get(1);
        var droplet =
                new FakeDroplet(
                        account.dropletId(),
                        name,
                        new FakeDroplet.Wish("nyc3", size, Catalogue.IMAGES.getFirst()),
                        FakeAccount.normal(List.of(tags), account),
                        Map.of(),
                        clock.instant(),
                        faults.delays());
        account.droplets.put(droplet.id, droplet);
        return droplet.id;
    }

    /// Method and path → the fields that it has written so far.
    synchronized Map<String, Set<String>> written() {
        return Map.copyOf(written);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            URI uri = exchange.getRequestURI();
            String[] path = uri.getPath().substring(1).split("/");
            String shape = exchange.getRequestMethod() + " /" + Routes.shape(path);
            Faults.@Nullable Fault fault;
            Answer answer;
            synchronized (this) {
                counts.merge(shape, 1, Integer::sum);
                fault = faults.next(shape);
                answer = limited(exchange, shape, path, body, fault);
            }
            if (fault == Faults.Fault.LOST_REPLY || fault == Faults.Fault.CUT) {
                return;
            }
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private record Answer(int status, String text, Map<String, String> headers) {
        static Answer of(int status, String type, String text, Map<String, String> headers) {
            var all = new HashMap<>(headers);
            all.put("Content-Type", type);
            return new Answer(status, text, all);
        }
    }

    private Answer limited(
            HttpExchange exchange,
            String shape,
            String[] path,
            byte[] body,
            Faults.@Nullable Fault fault) {
        Instant now = clock.instant();
        boolean listsKeys = shape.equals("GET /v2/account/keys");
        RateWindows.Verdict verdict =
                faults.limited()
                        ? windows.take(now, listsKeys)
                        : new RateWindows.Verdict(
                                RateWindows.PER_HOUR,
                                RateWindows.PER_HOUR,
                                now.getEpochSecond(),
                                0,
                                false);
        var headers = new HashMap<String, String>();
        headers.put("ratelimit-limit", Integer.toString(verdict.limit()));
        headers.put("ratelimit-remaining", Integer.toString(verdict.remaining()));
        headers.put("ratelimit-reset", Long.toString(verdict.reset()));
        if (verdict.refused() || fault == Faults.Fault.TOO_MANY) {
            refused++;
            if (verdict.retryAfter() > 0) {
                headers.put("Retry-After", Long.toString(verdict.retryAfter()));
            }
            return error(
                    new ApiFailure(429, "too_many_requests", "API Rate limit exceeded."), headers);
        }
        if (fault == Faults.Fault.UNAVAILABLE) {
            return html(503);
        }
        if (fault == Faults.Fault.SERVER_ERROR) {
            return error(
                    new ApiFailure(500, "server_error", "Unexpected server-side error"), headers);
        }
        if (fault == Faults.Fault.CUT) {
            return html(503);
        }
        try {
            if (faults.expired()
                    || !("Bearer " + TOKEN)
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                throw ApiFailure.unauthorized();
            }
            Answer answer = answer(shape, exchange.getRequestURI(), path, body, now, headers);
            return fault == Faults.Fault.BAD_GATEWAY_AFTER
                    ? html(502)
                    : fault == Faults.Fault.GARBLED
                            ? Answer.of(answer.status(), "application/json", "{\"dro", headers)
                            : answer;
        } catch (ApiFailure e) {
            return error(e, headers);
        }
    }

    private static Answer html(int status) {
        return Answer.of(
                status, "text/html", "<html><body><h1>" + status + "</h1></body></html>", Map.of());
    }

    private static Answer error(ApiFailure failure, Map<String, String> headers) {
        var body =
                Map.of(
                        "id",
                        failure.id(),
                        "message",
                        String.valueOf(failure.getMessage()),
                        "request_id",
                        "4d9d8375-3c56-4925-a3e7-eb137fed17e9");
        return Answer.of(failure.status(), "application/json", JSON.toJson(body), headers);
    }

    private Answer answer(
            String shape,
            URI uri,
            String[] path,
            byte[] body,
            Instant now,
            Map<String, String> headers) {
        ApiCalls.Shape rules = known.get(shape);
        if (rules == null) {
            throw ApiFailure.notFound();
        }
        String text = new String(body, StandardCharsets.UTF_8);
        JsonObject json =
                text.isBlank() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
        Map<String, String> query = Routes.query(uri);
        if (uri.getPath().startsWith("/v2/droplets")) {
            // the vendor's client puts per_page everywhere, where it is ignored; our own calls do
            // not
            ApiCalls.refuseUnknown(query.keySet(), rules.query(), "parameter");
        }
        ApiCalls.refuseUnknown(ApiCalls.fields(json), rules.body(), "field");
        String id = shape.contains("{") ? path[shape.contains("/account/") ? 3 : 2] : "";
        Object said = dispatch(new Call(shape, id, query, json, now));
        int status = Routes.status(shape);
        if (said == null) {
            return new Answer(status, "", headers);
        }
        JsonObject tree = JSON.toJsonTree(said).getAsJsonObject();
        Set<String> fields = ApiCalls.fields(tree);
        ApiCalls.refuseUnknown(fields, rules.answer(), "answer");
        written.computeIfAbsent(shape, _ -> new java.util.TreeSet<>()).addAll(fields);
        List<String> lacking = ApiCalls.lacking(tree, rules);
        if (!lacking.isEmpty()) {
            throw new ApiFailure(500, "server_error", "the answer lacks " + lacking);
        }
        return Answer.of(status, "application/json", JSON.toJson(tree), headers);
    }

    private @Nullable Object dispatch(Call call) {
        return switch (call.shape()) {
            case "GET /v2/account" -> AccountCalls.account(account);
            case "GET /v2/account/keys" -> AccountCalls.keys(call, account);
            case "GET /v2/account/keys/{ssh_key_identifier}" -> AccountCalls.key(call, account);
            case "POST /v2/account/keys" -> AccountCalls.addKey(call, account);
            case "GET /v2/sizes" -> call.page("sizes", Catalogue.SIZES, Catalogue::shape);
            case "GET /v2/regions" -> call.page("regions", Catalogue.regions(), Catalogue::region);
            case "GET /v2/images" -> AccountCalls.images(call);
            case "GET /v2/images/{image_id}" -> AccountCalls.image(call);
            case "GET /v2/vpcs" -> AccountCalls.networks(call);
            case "GET /v2/tags" -> AccountCalls.tags(call, account);
            case "POST /v2/tags" -> AccountCalls.addTag(call, account);
            case "GET /v2/tags/{tag_id}" -> AccountCalls.tag(call, account);
            case "GET /v2/firewalls" -> FirewallCalls.list(call, account);
            case "POST /v2/firewalls" -> FirewallCalls.create(call, account);
            case "PUT /v2/firewalls/{firewall_id}" -> FirewallCalls.replace(call, account);
            case "POST /v2/droplets" -> DropletCalls.create(call, account, faults.delays());
            case "GET /v2/droplets" -> DropletCalls.list(call, account);
            case "GET /v2/droplets/{droplet_id}" ->
                    Map.of("droplet", DropletCalls.require(call, account).shape(call.now()));
            case "POST /v2/droplets/{droplet_id}/actions" -> DropletCalls.act(call, account);
            case "POST /v2/droplets/actions" -> DropletCalls.actTagged(call, account);
            default -> {
                remove(call);
                yield null;
            }
        };
    }

    private void remove(Call call) {
        switch (call.shape()) {
            case "DELETE /v2/account/keys/{ssh_key_identifier}" ->
                    AccountCalls.deleteKey(call, account);
            case "DELETE /v2/tags/{tag_id}" -> AccountCalls.deleteTag(call, account);
            case "POST /v2/tags/{tag_id}/resources" -> TagCalls.mark(call, account, true);
            case "DELETE /v2/tags/{tag_id}/resources" -> TagCalls.mark(call, account, false);
            case "DELETE /v2/firewalls/{firewall_id}" -> FirewallCalls.delete(call, account);
            case "DELETE /v2/droplets" -> DropletCalls.deleteTagged(call, account);
            case "DELETE /v2/droplets/{droplet_id}" ->
                    DropletCalls.require(call, account).removedAt = call.now();
            default -> throw ApiFailure.notFound();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
