package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.ProviderProblem;
import belt.provider.Surroundings;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;

/// The calls that the vendor's client lacks or cannot read (ADR 0120), over the same HTTP client.
final class Api {
    static final int PAGE = 200;
    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LimitedHttp http;
    private final String host;
    private final Secret token;
    private final Surroundings around;

    Api(LimitedHttp http, Settings settings, Secret token, Surroundings around) {
        this.http = http;
        this.host = settings.api().toString().replaceAll("/+$", "");
        this.token = token;
        this.around = around;
    }

    /// Work that may be repeated.
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /// Tries a call that changes nothing, or nothing twice, a few times while DigitalOcean is not available.
    <T> T patiently(Work<T> work) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return work.run();
            } catch (BeltException.Unreachable e) {
                if (tries == TRIES || e.code() != ProviderProblem.UNAVAILABLE) {
                    throw e;
                }
                around.waiting().pause(PAUSE.multipliedBy(1L << tries), "DigitalOcean to answer");
            }
        }
    }

    JsonObject get(String path) throws InterruptedException {
        return patiently(() -> call("GET", path, null));
    }

    /// All pages of a list.
    ///
    /// @param path with or without a query
    /// @param name the list's field
    <T> List<T> all(String path, String name, Function<JsonObject, T> read)
            throws InterruptedException {
        var all = new ArrayList<T>();
        for (int page = 1; ; page++) {
            String url =
                    path + (path.contains("?") ? "&" : "?") + "per_page=" + PAGE + "&page=" + page;
            JsonObject answer = get(url);
            List<JsonElement> some = list(answer, name, path);
            try {
                some.forEach(each -> all.add(read.apply(each.getAsJsonObject())));
            } catch (RuntimeException e) {
                throw readFailure(path, e);
            }
            if (!hasNext(answer) && (some.size() < PAGE || all.size() >= total(answer))) {
                return all;
            }
        }
    }

    /// How many there are in all; 0 if the answer does not say.
    static int total(JsonObject answer) {
        return answer.get("meta") instanceof JsonObject meta
                        && meta.get("total") instanceof JsonPrimitive total
                ? total.getAsInt()
                : 0;
    }

    private static boolean hasNext(JsonObject answer) {
        return answer.get("links") instanceof JsonObject links
                && links.get("pages") instanceof JsonObject pages
                && pages.has("next");
    }

    /// A field of an answer that is a list.
    static List<JsonElement> list(JsonObject answer, String name, String call) {
        JsonElement list = answer.get(name);
        if (list == null || !list.isJsonArray()) {
            throw Failures.unreadable(call, "it has no list " + name);
        }
        return list.getAsJsonArray().asList();
    }

    /// A field of an answer that is an object.
    static JsonObject object(JsonObject answer, String name, String call) {
        JsonElement object = answer.get(name);
        if (object == null || !object.isJsonObject()) {
            throw Failures.unreadable(call, "it has no " + name);
        }
        return object.getAsJsonObject();
    }

    /// Reads what an answer holds; what does not fit is an error with the call's name.
    static <T> T read(String call, JsonObject from, Function<JsonObject, T> read) {
        try {
            return read.apply(from);
        } catch (RuntimeException e) {
            throw readFailure(call, e);
        }
    }

    private static BeltException readFailure(String call, RuntimeException e) {
        return e instanceof BeltException known ? known : Failures.unreadable(call, e.toString());
    }

    /// One call.
    ///
    /// @return the answer; an empty object if it has no body
    JsonObject call(String method, String path, @Nullable JsonObject body)
            throws InterruptedException {
        String call = method + " " + path.replaceAll("\\?.*", "");
        RequestBuilder request =
                RequestBuilder.create(method)
                        .setUri(host + path)
                        .setHeader("Authorization", "Bearer " + token.reveal())
                        .setHeader("Accept", "application/json");
        if (body != null) {
            request.setEntity(new StringEntity(body.toString(), ContentType.APPLICATION_JSON));
        }
        int status;
        String text;
        try (CloseableHttpResponse response = http.execute(request.build())) {
            status = response.getStatusLine().getStatusCode();
            text =
                    response.getEntity() == null
                            ? ""
                            : EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (e instanceof LimitedHttp.Interrupted || Thread.currentThread().isInterrupted()) {
                Thread.interrupted();
                throw new InterruptedException(call);
            }
            throw Failures.ofNoAnswer(call, e);
        }
        if (status >= 300) {
            throw Failures.ofStatus(call, status, message(text));
        }
        return text.isBlank() ? new JsonObject() : parse(call, text);
    }

    private static JsonObject parse(String call, String text) {
        try {
            if (JsonParser.parseString(text) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException e) {
            throw Failures.unreadable(call, String.valueOf(e.getMessage()));
        }
        throw Failures.unreadable(call, "it is no JSON object");
    }

    /// The vendor's sentence in an error answer; empty in a proxy's page.
    private static String message(String text) {
        try {
            if (JsonParser.parseString(text) instanceof JsonObject object
                    && object.get("message") instanceof JsonPrimitive message) {
                return message.getAsString();
            }
        } catch (JsonParseException _) {
            // HTML
        }
        return "";
    }
}
