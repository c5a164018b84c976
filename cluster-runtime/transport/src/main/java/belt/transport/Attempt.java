package belt.transport;

import belt.core.BeltException;
import belt.pki.CertificateRejected;
import belt.pki.Credentials;
import belt.pki.Member;
import belt.pki.PkiProblem;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One call of a client, from the first packet to the server's verdict.
final class Attempt implements StreamHandler.Opening {
    private final Dial dial;
    private final @Nullable Credentials credentials;
    private final CompletableFuture<Stream> outcome = new CompletableFuture<>();
    private volatile @Nullable Member server;

    Attempt(Dial dial) {
        this.dial = dial;
        var identity = dial.identity();
        this.credentials = identity == null ? null : identity.get().credentials();
    }

    CompletableFuture<Stream> outcome() {
        return outcome;
    }

    /// What to show to the server; null: nothing.
    @Nullable Credentials credentials() {
        return credentials;
    }

    /// Decides about the server, inside the handshake.
    void verify(List<X509Certificate> chain) throws CertificateRejected {
        server = dial.trust().verify(chain);
    }

    @Override
    public void secured(NettyStream stream, SslHandler ssl) {
        if (server == null) {
            // no engine skips its trust manager; a stream to an unknown server must not come of it
            // if one did
            fail(
                    new CertificateRejected(
                            PkiProblem.CERTIFICATE_MISSING, "server was not verified"));
            stream.fail(CloseCause.Reason.PROTOCOL, "server was not verified");
        }
    }

    @Override
    public void control(NettyStream stream, byte kind, byte[] payload) {
        if (kind != Verdict.KIND || outcome.isDone() || server == null) {
            return;
        }
        var verdict = Verdict.decode(payload);
        if (verdict.code() != null) {
            outcome.completeExceptionally(verdict.problem(dial.address()));
            stream.fail(CloseCause.Reason.REMOTE, "turned away");
            return;
        }
        stream.outbound().uncork(null, kind);
        stream.open(new Peer(server, stream.peer().address()), refusal -> opened(stream, refusal));
    }

    private void opened(NettyStream stream, @Nullable BeltException refusal) {
        if (refusal != null) {
            outcome.completeExceptionally(refusal);
            stream.fail(CloseCause.Reason.LISTENER_FAILED, "refused by the listener");
        } else if (!outcome.complete(stream)) {
            stream.fail(CloseCause.Reason.LOCAL, "nobody waits for it any more");
        }
    }

    @Override
    public void ended(Throwable cause) {
        fail(cause);
    }

    /// Ends the attempt with the failure that a person can act on.
    void fail(Throwable cause) {
        if (!outcome.isDone()) {
            outcome.completeExceptionally(translated(cause));
        }
    }

    private BeltException translated(Throwable cause) {
        var rejected = CertificateRejected.in(cause);
        if (rejected != null) {
            return rejected.toProblem().withDetail("the node was called at " + name());
        }
        return switch (cause) {
            case BeltException problem -> problem;
            case ConnectTimeoutException e -> timeout(e);
            case SslHandshakeTimeoutException e -> timeout(e);
            case ConnectException e -> problem(TransportProblem.REFUSED, "refuses connections", e);
            case ClosedChannelException e ->
                    problem(TransportProblem.TLS_FAILED, "hung up during the handshake", e);
            case SSLException e ->
                    problem(TransportProblem.TLS_FAILED, "does not complete the handshake", e);
            default -> problem(TransportProblem.UNREACHABLE, "cannot be reached", cause);
        };
    }

    BeltException timeout(Throwable cause) {
        return problem(
                TransportProblem.TIMEOUT, "has not answered within " + dial.deadline(), cause);
    }

    private BeltException problem(TransportProblem code, String what, Throwable cause) {
        String reason = cause.getMessage();
        var problem = new BeltException.Unreachable(code, name() + " " + what, cause);
        return reason == null ? problem : problem.withDetail(reason);
    }

    private String name() {
        InetSocketAddress address = dial.address();
        return address.getHostString() + ":" + address.getPort();
    }
}
