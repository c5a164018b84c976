package belt.http.swarm;

import belt.http.json.Json;
import belt.http.relay.Engine;
import belt.http.server.ApiError;
import belt.http.server.ApiHandler;
import belt.http.server.Exchange;
import belt.http.server.Router;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `GET /distribution/{image}/json`, which clients ask before they create a service. An image that only the nodes have
/// is in no registry; asking one that cannot be reached would take the engine half a minute for the same outcome, a
/// warning of the client.
final class ImagesApi {
    private static final int REGISTRY_PATIENCE_SECONDS = 8;

    private final Engine engine;
    private final ApiHandler passThrough;

    ImagesApi(Engine engine, ApiHandler passThrough) {
        this.engine = engine;
        this.passThrough = passThrough;
    }

    void addTo(Router router) {
        router.on("GET", "/distribution/{name...}/json", this::distribution);
    }

    private void distribution(Exchange exchange, List<String> parts)
            throws IOException, InterruptedException {
        String name = parts.getFirst();
        if (!engine.isConfigured()) {
            throw ApiError.notFound("no engine on this node can ask a registry for " + name);
        }
        Optional<Json> image = engine.find("/images/" + path(name) + "/json");
        if (image.isPresent() && !cameFromRegistry(image.get())) {
            throw ApiError.notFound(name + " is on this node only and in no registry");
        }
        if (exchange.header("X-Registry-Auth") != null) {
            passThrough.answer(exchange); // the engine needs the credentials
            return;
        }
        Engine.Answer answer = ask(name);
        exchange.send(answer.status(), "application/json", answer.json().bytes());
    }

    private Engine.Answer ask(String name) throws IOException, InterruptedException {
        Callable<Engine.Answer> question =
                () -> engine.get("/distribution/" + path(name) + "/json");
        FutureTask<Engine.Answer> asked = new FutureTask<>(question);
        Thread thread = Thread.ofVirtual().name("registry").start(asked);
        try {
            return asked.get(REGISTRY_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            thread.interrupt(); // closes the connection, and the engine gives up
            throw new ApiError(
                    504,
                    "the registry of "
                            + name
                            + " did not answer within "
                            + REGISTRY_PATIENCE_SECONDS
                            + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiError problem) {
                throw problem;
            }
            throw new IOException("the engine did not answer about " + name, e.getCause());
        }
    }

    private static boolean cameFromRegistry(Json image) {
        return image instanceof Json.Obj object
                && object.members().get("RepoDigests") instanceof Json.Arr digests
                && !digests.elements().isEmpty();
    }

    private static String path(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
