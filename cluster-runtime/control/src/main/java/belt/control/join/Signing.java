package belt.control.join;

import belt.model.Cluster;
import belt.model.NodeId;
import belt.model.Role;
import belt.pki.CertificateRole;
import belt.pki.ClusterCa;
import belt.pki.IssuedCertificate;
import belt.pki.Member;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Signs nodes' certificates with the cluster's CA, which it keeps unpacked.
final class Signing {
    private record LoadedCa(String rootPem, ClusterCa ca) {}

    private final InstantSource clock;
    private final AtomicReference<@Nullable LoadedCa> loaded = new AtomicReference<>();

    Signing(InstantSource clock) {
        this.clock = clock;
    }

    /// @param request certificate request in PEM
    /// @param address the node's advertised address
    /// @throws belt.core.BeltException.InvalidInput if the request is none
    IssuedCertificate sign(Cluster cluster, Role role, NodeId id, String request, String address) {
        return ca(cluster)
                .sign(
                        request,
                        new Member(cluster.id().value(), certificateRole(role), id.value()),
                        List.of(address),
                        cluster.spec().nodeCertExpiry());
    }

    /// The certificate's word for a role.
    static CertificateRole certificateRole(Role role) {
        return role == Role.MANAGER ? CertificateRole.MANAGER : CertificateRole.WORKER;
    }

    private ClusterCa ca(Cluster cluster) {
        LoadedCa last = loaded.get();
        if (last != null && last.rootPem().equals(cluster.rootCertificate())) {
            return last.ca();
        }
        var ca = ClusterCa.of(cluster.rootCertificate(), cluster.rootKey(), clock);
        loaded.set(new LoadedCa(cluster.rootCertificate(), ca));
        return ca;
    }
}
