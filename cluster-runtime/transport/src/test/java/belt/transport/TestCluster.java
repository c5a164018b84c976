package belt.transport;

import belt.core.RandomId;
import belt.pki.CertificateRequest;
import belt.pki.CertificateRole;
import belt.pki.ClusterCa;
import belt.pki.Member;
import belt.pki.NodeIdentity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// A cluster's CA with a name, for tests that need nodes of it.
record TestCluster(String id, ClusterCa ca) {
    static TestCluster create() {
        return new TestCluster(RandomId.next(), ClusterCa.create(InstantSource.system()));
    }

    NodeIdentity manager() {
        return node(CertificateRole.MANAGER, ClusterCa.DEFAULT_VALIDITY);
    }

    NodeIdentity worker() {
        return node(CertificateRole.WORKER, ClusterCa.DEFAULT_VALIDITY);
    }

    NodeIdentity node(CertificateRole role, Duration validity) {
        return node(CertificateRequest.create(), role, validity);
    }

    /// With a key that may be shared, where a test needs very many nodes.
    NodeIdentity node(CertificateRequest request, CertificateRole role, Duration validity) {
        var member = new Member(id, role, RandomId.next());
        var issued = ca.issue(request.publicKey(), member, List.of("127.0.0.1"), validity);
        return request.identity(issued.pem(), ca.rootPem());
    }
}
