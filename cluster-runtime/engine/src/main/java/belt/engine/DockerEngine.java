package belt.engine;

import belt.core.BeltException;
import belt.core.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One Docker Engine on its Unix socket. Calls block and belong on virtual threads; interrupting a caller closes its
/// connection. All of them throw {@link BeltException.Unreachable} when the engine does not answer: then it is worth
/// trying again.
public final class DockerEngine implements AutoCloseable {
    private final EngineApi api;

    private DockerEngine(EngineApi api) {
        this.api = api;
    }

    /// Prepares to talk to the engine behind a socket; nothing is sent yet.
    public static DockerEngine at(Path socket) {
        return new DockerEngine(new EngineApi(socket));
    }

    /// What the engine says of itself.
    public EngineFacts facts() throws InterruptedException {
        return EngineReplies.facts(api.get("/info"), api.get("/version"));
    }

    /// The local image of that name, tag, digest or id: its id; empty if the engine has none.
    public Optional<String> findImage(String reference) throws InterruptedException {
        try {
            return Optional.of(api.get("/images/" + reference + "/json").path("Id").asText());
        } catch (BeltException.NotFound e) {
            return Optional.empty();
        }
    }

    /// Fetches an image from its registry.
    ///
    /// @param credentials what the client sent as `X-Registry-Auth`; null if nothing
    /// @throws BeltException.OperationFailed if the registry does not have it or cannot be reached
    public void pull(String reference, @Nullable Secret credentials) throws InterruptedException {
        boolean named =
                reference.contains("@") || reference.lastIndexOf(':') > reference.lastIndexOf('/');
        String path =
                "/images/create?fromImage="
                        + EngineApi.encode(named ? reference : reference + ":latest");
        Map<String, String> headers =
                credentials == null ? Map.of() : Map.of("X-Registry-Auth", credentials.reveal());
        try (EngineApi.Stream progress = api.stream("POST", path, headers)) {
            var lines =
                    new BufferedReader(
                            new InputStreamReader(progress.body(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode step = EngineApi.json().readTree(line);
                if (step.hasNonNull("error")) {
                    throw new BeltException.OperationFailed(
                            EngineProblem.PULL,
                            "image "
                                    + reference
                                    + " cannot be pulled: "
                                    + step.path("error").asText());
                }
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("pull of " + reference);
            }
            throw new BeltException.OperationFailed(
                    EngineProblem.PULL, "the pull of image " + reference + " broke off", e);
        }
    }

    /// Makes a container.
    ///
    /// @return its id
    /// @throws BeltException.NotFound if the image is not there, in the engine's words
    /// @throws BeltException.Conflict if the name is taken
    /// @throws BeltException.InvalidInput if the engine refuses a part of it
    public String create(NewContainer wanted) throws InterruptedException {
        String path = "/containers/create?name=" + EngineApi.encode(wanted.name());
        return api.post(path, ContainerBody.of(wanted)).path("Id").asText();
    }

    /// Starts a container; one that runs already is left alone.
    public void start(String id) throws InterruptedException {
        api.post("/containers/" + id + "/start", null);
    }

    /// A container by id or name, or empty.
    public Optional<ContainerState> find(String idOrName) throws InterruptedException {
        try {
            return Optional.of(
                    EngineReplies.container(
                            api.get("/containers/" + EngineApi.encode(idOrName) + "/json")));
        } catch (BeltException.NotFound e) {
            return Optional.empty();
        }
    }

    /// Stops a container with the signal that it was created with, and kills it when the grace time is over. One that is
    /// gone or has ended is fine.
    public void stop(String id, Duration grace) throws InterruptedException {
        stopWith(id, "?t=" + wholeSeconds(grace));
    }

    /// As {@link #stop(String, Duration)} with the grace time that the container was created with.
    public void stop(String id) throws InterruptedException {
        stopWith(id, "");
    }

    private void stopWith(String id, String query) throws InterruptedException {
        try {
            api.post("/containers/" + id + "/stop" + query, null);
        } catch (BeltException.NotFound e) {
            return; // somebody removed it: it does not run, which is all that was asked for
        }
    }

    /// Removes a container and its anonymous volumes, running or not; one that is gone is fine.
    public void remove(String id) throws InterruptedException {
        try {
            api.delete("/containers/" + id + "?v=1&force=1");
        } catch (BeltException.NotFound e) {
            return; // gone already
        } catch (BeltException.Conflict e) {
            if (find(id).isPresent()) { // "removal … is already in progress" ends by itself
                throw e;
            }
        }
    }

    /// All containers, running or not, that bear a label.
    ///
    /// @param label `key` or `key=value`
    /// @return id and labels of each
    public Map<String, Map<String, String>> list(String label) throws InterruptedException {
        String filters =
                EngineApi.json().valueToTree(Map.of("label", new String[] {label})).toString();
        return EngineReplies.list(
                api.get("/containers/json?all=1&filters=" + EngineApi.encode(filters)));
    }

    /// Reads a container's log until its end, or with `follow` until the container ends. Interrupt the caller to stop.
    public void logs(ContainerState container, LogQuery query, LogQuery.Sink sink)
            throws InterruptedException {
        try (EngineApi.Stream stream =
                api.stream("GET", logPath(container.id(), query), Map.of())) {
            if (container.tty()) {
                LogFrames.readRaw(stream.body(), sink);
            } else {
                LogFrames.readFrames(stream.body(), sink);
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("logs of " + container.name());
            }
            throw new BeltException.OperationFailed(
                    EngineProblem.FAILED, "the log of " + container.name() + " broke off", e);
        }
    }

    private static String logPath(String id, LogQuery query) {
        var options = new ArrayList<String>();
        options.add("follow=" + query.follow());
        options.add("stdout=" + query.stdout());
        options.add("stderr=" + query.stderr());
        options.add("timestamps=" + query.timestamps());
        options.add("tail=" + (query.tail() < 0 ? "all" : Long.toString(query.tail())));
        Instant since = query.since();
        if (since != null) {
            options.add(
                    "since=" + since.getEpochSecond() + "." + "%09d".formatted(since.getNano()));
        }
        return "/containers/" + id + "/logs?" + String.join("&", options);
    }

    /// Opens the stream of events of containers that bear a label.
    public EngineEvents events(String label, EngineEvents.Listener listener) {
        return new EngineEvents(api, label, listener);
    }

    /// The engine counts grace times in whole seconds; a shorter one is rounded up, so that 0 stays "kill at once".
    static long wholeSeconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }

    /// Closes the connections. Containers go on.
    @Override
    public void close() {
        api.close();
    }

    /// The well-known local sockets, the usual one first.
    public static List<Path> usualSockets() {
        return List.of(Path.of("/run/docker.sock"), Path.of("/var/run/docker.sock"));
    }
}
