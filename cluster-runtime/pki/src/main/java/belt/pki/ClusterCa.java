package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// The cluster's CA: it names the nodes. Its key is part of the replicated state, so every manager that leads can sign.
/// Safe for use by many threads.
public final class ClusterCa {
    /// How long a node's certificate counts where the cluster's configuration says nothing else.
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(90);

    /// The root's name and, as a DNS name, a mark of every manager's certificate (SwarmKit `ca/certificates.go`).
    private static final String NAME = "swarm-ca";

    private static final List<KeyPurposeId> PURPOSES =
            List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

    private final Authority authority;

    private ClusterCa(Authority authority) {
        this.authority = authority;
    }

    /// A new CA: ECDSA P-256, self-signed, 20 years.
    public static ClusterCa create(InstantSource clock) {
        return new ClusterCa(Authority.create(NAME, clock));
    }

    /// A CA from its two texts.
    ///
    /// @throws BeltException.InvalidInput `pki.ca-rejected` or `pki.certificate-unreadable`
    public static ClusterCa of(String rootPem, Secret keyPem, InstantSource clock) {
        return new ClusterCa(Authority.of(rootPem, keyPem, clock));
    }

    /// The root certificate.
    public X509Certificate root() {
        return authority.certificate();
    }

    /// The root in the one form that is served, stored, and digested into join tokens.
    public String rootPem() {
        return Pem.of(authority.certificate());
    }

    /// The signing key, for the replicated state.
    public Secret keyPem() {
        return authority.keyPem();
    }

    /// Signs a certificate for a key.
    ///
    /// @param addresses where the node is reached, as IP addresses or DNS names: its advertise address
    /// @param validity from now; never beyond the root's own end
    public IssuedCertificate issue(
            PublicKey key, Member member, List<String> addresses, Duration validity) {
        var subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, member.clusterId())
                        .addRDN(BCStyle.OU, member.role().organizationalUnit())
                        .addRDN(BCStyle.CN, member.nodeId())
                        .build();
        return authority.issue(
                key, new Authority.Content(subject, names(member, addresses), PURPOSES), validity);
    }

    /// Signs what a node asks for: its key, under the name and role that we give it. Nothing else of the request counts.
    ///
    /// @throws BeltException.InvalidInput `pki.request-rejected` if the request is damaged, has no P-256 key or is not
    ///     signed by it
    public IssuedCertificate sign(
            String requestPem, Member member, List<String> addresses, Duration validity) {
        return issue(SigningRequest.requireKey(requestPem), member, addresses, validity);
    }

    /// Checks a request without signing it, so that a bad one is refused before anything is stored.
    ///
    /// @throws BeltException.InvalidInput `pki.request-rejected`
    public static void requireRequest(String requestPem) {
        SigningRequest.requireKey(requestPem);
    }

    private static List<String> names(Member member, List<String> addresses) {
        var names = new ArrayList<String>();
        names.add(member.role().organizationalUnit());
        names.add(member.nodeId());
        if (member.role() == CertificateRole.MANAGER) {
            names.add(NAME);
        }
        names.addAll(addresses);
        return names;
    }

    @Override
    public String toString() {
        return "ClusterCa[" + root().getSubjectX500Principal() + "]";
    }
}
