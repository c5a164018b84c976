package belt.pki;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// Lets in, on the Docker API: clients of the operator CA, and managers of the cluster, who forward requests.
public final class ApiClientCheck implements ChainCheck<ApiClient> {
    private final List<X509Certificate> operatorRoots;
    private final CurrentIdentity identity;
    private final InstantSource clock;
    private final MemberCheck managers;

    /// @param operatorRoots what `ca.pem` in the daemon's TLS folder holds
    /// @param identity this node's; while it is in no cluster only operators are let in
    public ApiClientCheck(
            List<X509Certificate> operatorRoots, CurrentIdentity identity, InstantSource clock) {
        this.operatorRoots = List.copyOf(operatorRoots);
        this.identity = identity;
        this.clock = clock;
        this.managers = MemberCheck.managersOnly(identity, clock);
    }

    @Override
    public ApiClient verify(List<X509Certificate> chain) throws CertificateRejected {
        if (chain.isEmpty()) {
            throw new CertificateRejected(
                    PkiProblem.CERTIFICATE_MISSING, "client has presented no certificate");
        }
        var leaf = chain.getFirst();
        var name = DistinguishedName.of(leaf.getSubjectX500Principal());
        if (Operator.ORGANIZATION.equals(name.organization()) || identity.find().isEmpty()) {
            SignedPath.require(chain, operatorRoots, clock.instant());
            KeyUse.CLIENT.require(leaf);
            return new ApiClient.OfOperator(Operator.of(leaf));
        }
        return new ApiClient.OfManager(managers.verify(chain));
    }
}
