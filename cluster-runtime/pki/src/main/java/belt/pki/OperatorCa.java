package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// The operator's CA, one for each cluster, kept beside the operator's files: it names people and scripts, and gives each
/// node the certificate with which it serves the Docker API. It exists before the cluster does.
public final class OperatorCa {
    /// How long an operator's certificate counts; any use past half of it renews it.
    public static final Duration CLIENT_VALIDITY = Duration.ofDays(90);

    /// How long a node's API certificate counts. It is replaced over SSH, never by the node itself, so it is long.
    public static final Duration SERVER_VALIDITY = Duration.ofDays(2 * 365);

    private final Authority authority;

    private OperatorCa(Authority authority) {
        this.authority = authority;
    }

    /// A new CA: ECDSA P-256, self-signed, 20 years.
    public static OperatorCa create(InstantSource clock) {
        return new OperatorCa(Authority.create("belt-operator-ca", clock));
    }

    /// A CA from its two files.
    ///
    /// @throws BeltException.InvalidInput `pki.ca-rejected` or `pki.certificate-unreadable`
    public static OperatorCa of(String rootPem, Secret keyPem, InstantSource clock) {
        return new OperatorCa(Authority.of(rootPem, keyPem, clock));
    }

    public X509Certificate root() {
        return authority.certificate();
    }

    /// What goes into `ca.pem`.
    public String rootPem() {
        return Pem.of(authority.certificate());
    }

    /// What goes into `ca-key.pem`, mode 0600.
    public Secret keyPem() {
        return authority.keyPem();
    }

    /// A client certificate for the Docker API.
    public IssuedCertificate client(PublicKey key, Operator operator) {
        var subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, Operator.ORGANIZATION)
                        .addRDN(BCStyle.OU, operator.role().organizationalUnit())
                        .addRDN(BCStyle.CN, operator.name())
                        .build();
        return authority.issue(
                key,
                new Authority.Content(subject, List.of(), List.of(KeyPurposeId.id_kp_clientAuth)),
                CLIENT_VALIDITY);
    }

    /// A server certificate for a node's Docker API.
    ///
    /// @param machine the machine's name, the subject's `CN`
    /// @param names every IP address and DNS name by which clients call it; the machine's name is added
    public IssuedCertificate server(PublicKey key, String machine, List<String> names) {
        var subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, "belt-api")
                        .addRDN(BCStyle.CN, machine)
                        .build();
        var all = new ArrayList<>(names);
        all.add(machine);
        return authority.issue(
                key,
                new Authority.Content(subject, all, List.of(KeyPurposeId.id_kp_serverAuth)),
                SERVER_VALIDITY);
    }

    /// A fresh P-256 key pair for either.
    public static KeyPair newKeyPair() {
        return CertificateRequest.newKeyPair();
    }

    @Override
    public String toString() {
        return "OperatorCa[" + root().getSubjectX500Principal() + "]";
    }
}
