package belt.provider.digitalocean.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.testkit.FakeClock;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The fake keeps to what the vendor publishes, and behaves.
class ApiCallsTest {
    private static final String ONE =
            "{\"names\":[\"a\"],\"region\":\"fra1\",\"size\":\"s-1vcpu-1gb\",\"image\":\"debian-13-x64\",\"tags\":[\"T:one\"]}";
    private static final String KEY =
            "{\"name\":\"k\",\"public_key\":\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB k\"}";
    private static final String WALL =
            "{\"name\":\"belt-x\",\"tags\":[\"T:one\"],\"inbound_rules\":[{\"protocol\":\"tcp\",\"ports\":\"22\",\"sources\":{\"addresses\":[\"192.0.2.0/24\"]}}],\"outbound_rules\":[]}";

    private final FakeClock clock = new FakeClock();
    private final FakeDigitalOcean ocean = FakeDigitalOcean.start(clock);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        ocean.close();
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(ocean.endpoint() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + FakeDigitalOcean.TOKEN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject json(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        var answer = call(method, path, body);
        assertThat(answer.statusCode()).as(method + " " + path + answer.body()).isEqualTo(status);
        return answer.body().isEmpty()
                ? new JsonObject()
                : JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    private long create() throws IOException, InterruptedException {
        return json("POST", "/v2/droplets", ONE, 202)
                .getAsJsonArray("droplets")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsLong();
    }

    @Test
    void everyCallKeepsToThePublishedDescription() throws IOException, InterruptedException {
        long id = create();
        long single =
                json(
                                "POST",
                                "/v2/droplets",
                                ONE.replace("\"names\":[\"a\"]", "\"name\":\"b\""),
                                202)
                        .getAsJsonObject("droplet")
                        .get("id")
                        .getAsLong();
        clock.advance(Duration.ofMinutes(1));
        for (String path :
                List.of(
                        "/v2/account",
                        "/v2/droplets?tag_name=T%3Aone&per_page=200",
                        "/v2/droplets?type=gpus",
                        "/v2/droplets/" + id,
                        "/v2/sizes?per_page=2",
                        "/v2/regions",
                        "/v2/images?private=true",
                        "/v2/images/debian-13-x64",
                        "/v2/tags",
                        "/v2/tags/t:ONE",
                        "/v2/vpcs")) {
            json("GET", path, "", 200);
        }
        json("POST", "/v2/droplets/" + id + "/actions", "{\"type\":\"shutdown\"}", 201);
        clock.advance(Duration.ofMinutes(1));
        json("POST", "/v2/droplets/actions?tag_name=T:one", "{\"type\":\"power_on\"}", 201);
        json("POST", "/v2/tags", "{\"name\":\"free\"}", 201);
        String marked =
                "{\"resources\":[{\"resource_id\":\"" + id + "\",\"resource_type\":\"droplet\"}]}";
        json("POST", "/v2/tags/free/resources", marked, 204);
        assertThat(ocean.tagsOf("a")).contains("free");
        json("DELETE", "/v2/tags/free/resources", marked, 204);
        assertThat(ocean.tagsOf("a")).doesNotContain("free");
        json("DELETE", "/v2/tags/free", "", 204);
        json("POST", "/v2/account/keys", KEY, 201);
        var keys = json("GET", "/v2/account/keys", "", 200).getAsJsonArray("ssh_keys");
        long key = keys.get(0).getAsJsonObject().get("id").getAsLong();
        json("GET", "/v2/account/keys/" + key, "", 200);
        json("DELETE", "/v2/account/keys/" + key, "", 204);
        String wall =
                json("POST", "/v2/firewalls", WALL, 202)
                        .getAsJsonObject("firewall")
                        .get("id")
                        .getAsString();
        json("PUT", "/v2/firewalls/" + wall, WALL, 200);
        json("GET", "/v2/firewalls", "", 200);
        json("DELETE", "/v2/firewalls/" + wall, "", 204);
        json("DELETE", "/v2/droplets/" + single, "", 204);
        json("DELETE", "/v2/droplets?tag_name=T:one", "", 204);
        assertThat(ocean.paid()).isEmpty();
        checkWritten();
    }

    private void checkWritten() {
        Map<String, Set<String>> written = ocean.written();
        var calls = ocean.calls();
        ApiCalls.load()
                .forEach((shape, rules) -> {
                    assertThat(calls).as("called").containsKey(shape);
                    assertThat(rules.codes()).as(shape).contains("401", "429", "500");
                    assertThat(rules.answer())
                            .as(shape)
                            .containsAll(written.getOrDefault(shape, Set.of()));
                });
    }

    @Test
    void errorsAreThoseOfTheDescription() throws IOException, InterruptedException {
        assertThat(error("GET", "/v2/droplets/1", "", 404)).isEqualTo("not_found");
        assertThat(error("POST", "/v2/droplets", ONE.replace("fra1", "mars1"), 422))
                .isEqualTo("unprocessable_entity");
        assertThat(error("POST", "/v2/droplets", ONE.replace("[\"a\"]", names(11)), 422))
                .isEqualTo("unprocessable_entity");
        ocean.dropletLimit(3);
        assertThat(error("POST", "/v2/droplets", ONE.replace("[\"a\"]", names(4)), 422))
                .isEqualTo("unprocessable_entity");
        ocean.faults().expireToken();
        assertThat(error("GET", "/v2/account", "", 401)).isEqualTo("unauthorized");
    }

    private String error(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        JsonObject error = json(method, path, body, status);
        assertThat(error.keySet()).containsExactlyInAnyOrder("id", "message", "request_id");
        return error.get("id").getAsString();
    }

    private static String names(int count) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            names.add("\"n" + i + "\"");
        }
        return names.toString();
    }

    @Test
    void newDropletsAreFoundAfterTwoSecondsAndHaveAddressesAfterForty()
            throws IOException, InterruptedException {
        long id = create();
        assertThat(id).isGreaterThan(Integer.MAX_VALUE);
        json("GET", "/v2/droplets/" + id, "", 404);
        clock.advance(Duration.ofSeconds(2));
        assertThat(addresses(id)).isZero();
        clock.advance(Duration.ofSeconds(38));
        assertThat(addresses(id)).isEqualTo(2);
    }

    private int addresses(long id) throws IOException, InterruptedException {
        return json("GET", "/v2/droplets/" + id, "", 200)
                .getAsJsonObject("droplet")
                .getAsJsonObject("networks")
                .getAsJsonArray("v4")
                .size();
    }

    @Test
    void limitsSlide() throws IOException, InterruptedException {
        for (int i = 0; i < RateWindows.PER_MINUTE; i++) {
            json("GET", "/v2/vpcs", "", 200);
        }
        var refused = call("GET", "/v2/vpcs", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.headers().firstValue("ratelimit-limit")).hasValue("5000");
        assertThat(refused.headers().firstValue("ratelimit-remaining")).hasValue("4750");
        clock.advance(Duration.ofSeconds(61));
        json("GET", "/v2/vpcs", "", 200);
        for (int i = 0; i < RateWindows.KEY_LISTS_PER_MINUTE; i++) {
            json("GET", "/v2/account/keys", "", 200);
        }
        json("GET", "/v2/account/keys", "", 429);
        json("GET", "/v2/vpcs", "", 200);
    }
}
