package belt.transport;

import belt.core.BeltException;
import belt.pki.CertificateRejected;
import belt.pki.ChainCheck;
import belt.pki.Member;
import belt.pki.Pem;
import belt.pki.PkiProblem;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's side of opening: who is it, may it come in, what does the listener say. Shared by all streams.
final class ServerOpening implements StreamHandler.Opening {
    private static final Logger LOG = LoggerFactory.getLogger(ServerOpening.class);

    private final ChainCheck<Member> check;
    private final DownloadDesk downloads;

    ServerOpening(ChainCheck<Member> check, DownloadDesk downloads) {
        this.check = check;
        this.downloads = downloads;
    }

    @Override
    public void secured(NettyStream stream, SslHandler ssl) {
        if (ApplicationProtocolNames.HTTP_1_1.equals(ssl.applicationProtocol())) {
            downloads.serve(stream.handOver());
            return;
        }
        Member member;
        try {
            var chain = chain(ssl);
            member = chain.isEmpty() ? null : check.verify(chain);
        } catch (CertificateRejected e) {
            LOG.info("{} is not let in: {}", stream.peer().address(), e.getMessage());
            stream.turnAway(Verdict.refused(e.code(), e.getMessage()));
            return;
        }
        open(stream, member);
    }

    private static void open(NettyStream stream, @Nullable Member member) {
        var peer = new Peer(member, stream.peer().address());
        stream.open(
                peer,
                refusal -> {
                    if (refusal == null) {
                        stream.outbound().uncork(Verdict.ACCEPTED.encode(), Verdict.KIND);
                    } else {
                        LOG.info("{} is turned away: {}", peer, refusal.getMessage());
                        stream.turnAway(Verdict.refused(refusal.code(), refusal.getMessage()));
                    }
                });
    }

    @Override
    public void control(NettyStream stream, byte kind, byte[] payload) {
        // of a newer version; nothing that we need to know
    }

    @Override
    public void ended(Throwable cause) {
        LOG.debug("stream ended: {}", cause.toString());
    }

    /// Parsed from the bytes: what the session keeps for as long as the stream lives stays small that way.
    private static List<X509Certificate> chain(SslHandler ssl) throws CertificateRejected {
        var chain = new ArrayList<X509Certificate>();
        try {
            for (Certificate each : ssl.engine().getSession().getPeerCertificates()) {
                chain.add(Pem.certificate(each.getEncoded()));
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // it has none
        } catch (CertificateEncodingException | BeltException e) {
            throw new CertificateRejected(
                    PkiProblem.UNTRUSTED, "certificate of the peer is damaged", e);
        }
        return chain;
    }
}
