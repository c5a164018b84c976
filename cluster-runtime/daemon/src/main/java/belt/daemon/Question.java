package belt.daemon;

import belt.api.Message;
import belt.api.MessageCodec;
import belt.core.BeltException;
import belt.core.codec.MalformedException;
import belt.transport.CloseCause;
import belt.transport.Dial;
import belt.transport.Stream;
import belt.transport.StreamClient;
import belt.transport.StreamListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One message to one manager, on a stream of its own, and the first message that comes back.
///
/// @param client opens the stream
/// @param patience how long to wait for the answer once the stream is open
record Question(StreamClient client, Duration patience) {
    /// @throws BeltException.Unreachable if the manager cannot be reached, does not answer or hangs up
    /// @throws BeltException.MissingCredentials if one side does not accept the other
    Message ask(Dial dial, Message question) throws InterruptedException {
        var answer = new CompletableFuture<Message>();
        Stream stream = client.connect(dial, new Ear(answer));
        try {
            StreamLink.send(stream, question);
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed(dial, "did not answer within " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed(dial, "ended the connection: " + e.getMessage(), e);
        } finally {
            stream.close();
        }
    }

    private static BeltException failed(Dial dial, String what, Throwable cause) {
        return new BeltException.Unreachable(
                DaemonProblem.JOIN_FAILED,
                "manager at "
                        + dial.address().getHostString()
                        + ":"
                        + dial.address().getPort()
                        + " "
                        + what,
                cause);
    }

    private record Ear(CompletableFuture<Message> answer) implements StreamListener {
        @Override
        public void onOpen(Stream stream) {}

        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            try {
                MessageCodec.decode(kind, payload).ifPresent(answer::complete);
            } catch (MalformedException e) {
                answer.completeExceptionally(e);
            }
        }

        @Override
        public void onClose(Stream stream, CloseCause cause) {
            answer.completeExceptionally(new IllegalStateException(cause.toString()));
        }
    }
}
