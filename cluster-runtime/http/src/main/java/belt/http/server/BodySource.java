package belt.http.server;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;

/// Reads a body chunk by chunk, blocking the calling virtual thread.
public final class BodySource {
    private final Content.Source source;
    private final Semaphore arrived = new Semaphore(0);
    private final Runnable onArrival =
            Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::release);

    /// Wraps a request; one reader at a time.
    public BodySource(Content.Source source) {
        this.source = source;
    }

    /// The next chunk, which the caller releases; the last one says so and may be empty.
    ///
    /// @throws IOException if the client broke off or sent a malformed body
    public Content.Chunk next() throws IOException, InterruptedException {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(onArrival);
                arrived.acquire();
            } else if (Content.Chunk.isFailure(chunk)) {
                throw new IOException("request body broke off", chunk.getFailure());
            } else {
                return chunk;
            }
        }
    }
}
