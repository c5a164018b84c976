package belt.http.relay;

import belt.http.json.Json;
import belt.http.server.ApiError;
import belt.http.server.ApiVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/// The container engine of this node, at its Unix socket. It may be absent, stopped, or be replaced by another version at
/// any time.
public final class Engine {
    private static final Duration VERSION_KEPT = Duration.ofSeconds(30);
    private static final int IDLE_CONNECTIONS = 4;
    private static final int ANSWER_LIMIT_BYTES = 64 << 20;

    private record Known(ApiVersion version, long atNanos) {}

    private final @Nullable Path socket;
    private final ConcurrentLinkedDeque<Upstream> idle = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Known known;

    /// What the engine answered to a question of ours.
    ///
    /// @param body empty if the engine sent none
    public record Answer(int status, ByteBuffer body) {
        /// The body as JSON.
        public Json json() throws IOException {
            return Json.parse(BufferUtil.toArray(body));
        }
    }

    private Engine(@Nullable Path socket) {
        this.socket = socket;
    }

    /// The engine behind a socket, whether it runs now or not.
    public static Engine at(Path socket) {
        return new Engine(socket);
    }

    /// A node without an engine.
    public static Engine none() {
        return new Engine(null);
    }

    /// The newest API version that the engine answers; asked again now and then, since engines are upgraded under us.
    ///
    /// @throws ApiError 503 if there is no engine or it does not run
    public ApiVersion version() throws IOException {
        Known last = known;
        if (last != null && System.nanoTime() - last.atNanos() < VERSION_KEPT.toNanos()) {
            return last.version();
        }
        Answer answer = get("/version");
        ApiVersion version = ApiVersion.MIN;
        if (answer.json() instanceof Json.Obj members
                && members.members().get("ApiVersion") instanceof Json.Text text) {
            version = ApiVersion.parse(text.value()).orElse(ApiVersion.MIN);
        }
        known = new Known(version, System.nanoTime());
        return version;
    }

    /// Asks for a path, without a version in it, and holds the answer in memory.
    ///
    /// @throws ApiError 503 if there is no engine or it does not run
    public Answer get(String target) throws IOException {
        Upstream upstream = connect();
        try {
            upstream.write(new RequestHead("GET", target).header("Connection", "close").bytes());
            ByteBuffer buffer = ByteBuffer.allocate(8192).flip();
            ResponseReader reader = new ResponseReader(upstream, buffer, false);
            reader.readHead();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            reader.readBody(part -> {
                if (body.size() + part.remaining() > ANSWER_LIMIT_BYTES) {
                    throw new IOException("the engine's answer is too long");
                }
                body.writeBytes(BufferUtil.toArray(part));
            });
            return new Answer(reader.status(), ByteBuffer.wrap(body.toByteArray()));
        } finally {
            upstream.abandon();
        }
    }

    /// Takes one line of an answer, its line feed included.
    @FunctionalInterface
    public interface Line {
        void accept(byte[] line) throws IOException;
    }

    /// Asks for a path whose answer is lines, and hands on each whole line as it comes, until the answer ends or the
    /// calling thread is interrupted.
    ///
    /// @throws ApiError 503 if there is no engine or it does not run; 502 if it refuses
    public void lines(String target, Line each) throws IOException {
        Upstream upstream = connect();
        try {
            upstream.write(new RequestHead("GET", target).header("Connection", "close").bytes());
            ByteBuffer buffer = ByteBuffer.allocate(8192).flip();
            ResponseReader reader = new ResponseReader(upstream, buffer, false);
            reader.readHead();
            if (reader.status() != 200) {
                throw new ApiError(502, "the engine answered " + reader.status());
            }
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            reader.readBody(part -> {
                while (part.hasRemaining()) {
                    byte next = part.get();
                    line.write(next);
                    if (next == '\n') {
                        each.accept(line.toByteArray());
                        line.reset();
                    }
                }
            });
        } finally {
            upstream.abandon();
        }
    }

    /// As {@link #get}, but empty where there is no engine, or none that answers well.
    public Optional<Json> find(String target) {
        if (socket == null) {
            return Optional.empty();
        }
        try {
            Answer answer = get(target);
            return answer.status() == 200 ? Optional.of(answer.json()) : Optional.empty();
        } catch (IOException | ApiError e) {
            return Optional.empty();
        }
    }

    /// Whether this node is meant to have an engine.
    public boolean isConfigured() {
        return socket != null;
    }

    Upstream connect() {
        if (socket == null) {
            throw ApiError.unavailable(
                    "this node has no container engine: beltd.yaml names no engine-socket");
        }
        try {
            return UnixUpstream.connect(socket);
        } catch (IOException e) {
            known = null;
            throw ApiError.unavailable(
                    "the container engine of this node does not answer on "
                            + socket
                            + ": "
                            + e.getMessage());
        }
    }

    /// A connection that waits for another request, or null.
    @Nullable Upstream idleConnection() {
        return idle.pollFirst();
    }

    void giveBack(Upstream upstream) {
        if (idle.size() < IDLE_CONNECTIONS) {
            idle.offerFirst(upstream);
        } else {
            upstream.abandon();
        }
    }

    /// Closes the connections that wait.
    public void close() {
        for (Upstream one = idle.poll(); one != null; one = idle.poll()) {
            one.abandon();
        }
    }
}
