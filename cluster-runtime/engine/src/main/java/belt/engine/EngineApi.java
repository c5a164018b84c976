package belt.engine;

import belt.core.BeltException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests to one engine over its Unix socket: JSON trees in and out, and the engine's refusals as our exceptions. It
/// uses docker-java's transport without its object mapping (docs/adr/0080).
final class EngineApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;
    private final DockerHttpClient http;

    EngineApi(Path socket) {
        this.socket = socket;
        this.http =
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(URI.create("unix://" + socket))
                        .build();
    }

    JsonNode get(String path) throws InterruptedException {
        return json("GET", path, null, Map.of());
    }

    JsonNode post(String path, @Nullable JsonNode body) throws InterruptedException {
        return json("POST", path, body, Map.of());
    }

    void delete(String path) throws InterruptedException {
        json("DELETE", path, null, Map.of());
    }

    /// Sends a request and reads the whole answer.
    ///
    /// @throws BeltException.NotFound on 404
    /// @throws BeltException.Conflict on 409
    /// @throws BeltException.InvalidInput on other refusals
    /// @throws BeltException.OperationFailed if the engine failed
    /// @throws BeltException.Unreachable if it does not answer
    private JsonNode json(
            String method, String path, @Nullable JsonNode body, Map<String, String> headers)
            throws InterruptedException {
        try (Response response = open(method, path, body, headers)) {
            byte[] bytes = response.getBody().readAllBytes();
            return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
        } catch (IOException e) {
            throw broken(method, path, e);
        }
    }

    /// Opens an answer that is read as it comes. Interrupting the reader's thread closes the connection.
    Stream stream(String method, String path, Map<String, String> headers)
            throws InterruptedException {
        return new Stream(open(method, path, null, headers));
    }

    /// An answer under way.
    record Stream(Response response) implements AutoCloseable {
        InputStream body() {
            return response.getBody();
        }

        @Override
        public void close() {
            response.close();
        }
    }

    private Response open(
            String method, String path, @Nullable JsonNode body, Map<String, String> headers)
            throws InterruptedException {
        var request = Request.builder().method(method).path(path).putAllHeaders(headers);
        if (body != null) {
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            request.putHeader("Content-Type", "application/json").bodyBytes(bytes);
        }
        Response response;
        try {
            response = http.execute(request.build());
        } catch (RuntimeException e) {
            throw broken(method, path, e);
        }
        if (response.getStatusCode() < 400) {
            return response;
        }
        try (response) {
            throw refusal(response.getStatusCode(), message(response));
        }
    }

    private static String message(Response response) {
        try {
            String text = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            JsonNode tree = text.startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
            return tree.path("message").asText(text).strip();
        } catch (IOException e) {
            return "status " + response.getStatusCode();
        }
    }

    private static BeltException refusal(int status, String message) {
        return switch (status) {
            case 404 -> new BeltException.NotFound(EngineProblem.NO_SUCH, message);
            case 409 -> new BeltException.Conflict(EngineProblem.CONFLICT, message);
            case 500, 502, 503 -> new BeltException.OperationFailed(EngineProblem.FAILED, message);
            default -> new BeltException.InvalidInput(EngineProblem.REFUSED, message);
        };
    }

    private BeltException broken(String method, String path, Exception cause)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(method + " " + path);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new BeltException.Unreachable(
                        EngineProblem.UNREACHABLE,
                        "the engine at " + socket + " does not answer",
                        cause)
                .withDetail(String.valueOf(root.getMessage()));
    }

    static ObjectMapper json() {
        return JSON;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            return; // only connections were left to close
        }
    }
}
