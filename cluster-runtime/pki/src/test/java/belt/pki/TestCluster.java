package belt.pki;

import belt.core.RandomId;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// A cluster's CA with a name, for tests that need nodes of it.
record TestCluster(String id, ClusterCa ca, InstantSource clock) {
    static TestCluster create(InstantSource clock) {
        return new TestCluster(RandomId.next(), ClusterCa.create(clock), clock);
    }

    NodeIdentity node(CertificateRole role) {
        return node(role, RandomId.next());
    }

    NodeIdentity node(CertificateRole role, String nodeId) {
        var request = CertificateRequest.create();
        var issued =
                ca.sign(
                        request.pem(),
                        new Member(id, role, nodeId),
                        List.of("127.0.0.1"),
                        ClusterCa.DEFAULT_VALIDITY);
        return request.identity(issued.pem(), ca.rootPem());
    }

    /// The chain as a server of this identity sends it.
    static List<X509Certificate> served(NodeIdentity identity) {
        var keys = CurrentKeyManager.of(() -> identity);
        var sent = keys.getCertificateChain(keys.chooseServerAlias("EC", null, null));
        return sent == null ? List.of() : List.of(sent);
    }
}
