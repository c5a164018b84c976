package belt.http.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/// Finds out who is at the other end of a request's connection.
final class Peers {
    private Peers() {}

    static PeerIdentity of(Request request) {
        if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
                        instanceof EndPoint.SslSessionData tls
                && tls.peerCertificates() != null
                && tls.peerCertificates().length > 0) {
            return certificate(tls.peerCertificates()[0]);
        }
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (endPoint.getTransport() instanceof SocketChannel channel
                && ApiServer.isUnix(endPoint.getLocalSocketAddress())) {
            return local(channel);
        }
        return new PeerIdentity.Unknown();
    }

    private static PeerIdentity local(SocketChannel channel) {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return new PeerIdentity.LocalUser(peer.user().getName(), peer.group().getName());
        } catch (IOException | UnsupportedOperationException e) {
            return new PeerIdentity.Unknown();
        }
    }

    private static PeerIdentity certificate(X509Certificate certificate) {
        try {
            List<Rdn> names =
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            return new PeerIdentity.Certificate(
                    part(names, "O"), part(names, "OU"), part(names, "CN"), certificate);
        } catch (InvalidNameException e) {
            return new PeerIdentity.Certificate("", "", "", certificate);
        }
    }

    private static String part(List<Rdn> names, String type) {
        return names.stream()
                .filter(name -> name.getType().equalsIgnoreCase(type))
                .map(name -> name.getValue().toString())
                .findFirst()
                .orElse("");
    }
}
