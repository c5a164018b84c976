package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A root key and its certificate, and the making of certificates with it. What goes into a certificate is decided by
/// {@link ClusterCa} and {@link OperatorCa}. The keys and signatures are the JDK's; BouncyCastle only lays out the bytes.
final class Authority {
    /// What a certificate says about its owner.
    ///
    /// @param names DNS names and IP addresses
    record Content(X500Name subject, List<String> names, List<KeyPurposeId> purposes) {}

    /// How far certificates are dated back, for nodes whose clock is slow (SwarmKit `ca/certificates.go`).
    static final Duration BACKDATED = Duration.ofHours(1);

    private static final Duration ROOT_VALIDITY = Duration.ofDays(7_300);
    private static final int SERIAL_BITS = 127;

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final InstantSource clock;
    private final X500Name issuer;
    private final AuthorityKeyIdentifier keyIdentifier;
    private final SecureRandom random = new SecureRandom();

    private Authority(X509Certificate certificate, PrivateKey key, InstantSource clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        this.keyIdentifier = extensions().createAuthorityKeyIdentifier(certificate.getPublicKey());
    }

    static Authority create(String commonName, InstantSource clock) {
        var keys = CertificateRequest.newKeyPair();
        var name = new X500Name("CN=" + commonName);
        var now = clock.instant();
        var builder =
                new X509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()),
                        // a day: a manager with a slow clock may sign before the root was made
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(ROOT_VALIDITY)),
                        name,
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        try {
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions().createSubjectKeyIdentifier(keys.getPublic()));
            byte[] der = signed(builder, keys.getPrivate());
            return new Authority(Pem.certificate(der), keys.getPrivate(), clock);
        } catch (IOException e) {
            throw new BeltException.Bug("cannot lay out a root certificate", e);
        }
    }

    /// @throws BeltException.InvalidInput `pki.ca-rejected`, or `pki.certificate-unreadable`
    static Authority of(String rootPem, Secret keyPem, InstantSource clock) {
        var certificates = Pem.certificates(rootPem);
        var root = certificates.getFirst();
        if (certificates.size() != 1) {
            throw rejected("the CA file holds " + certificates.size() + " certificates, not one");
        }
        if (root.getBasicConstraints() < 0 || !(root.getPublicKey() instanceof ECPublicKey)) {
            throw rejected(root.getSubjectX500Principal() + " is not a CA with an ECDSA key");
        }
        var key = Pem.privateKey(keyPem);
        if (!Credentials.belongTogether(key, root)) {
            throw rejected("the key is not the one of " + root.getSubjectX500Principal());
        }
        return new Authority(root, key, clock);
    }

    X509Certificate certificate() {
        return certificate;
    }

    Secret keyPem() {
        return Pem.of(key);
    }

    IssuedCertificate issue(PublicKey owner, Content content, Duration validity) {
        var now = clock.instant();
        Instant wished = now.plus(validity);
        Instant last = certificate.getNotAfter().toInstant();
        Instant until = wished.isAfter(last) ? last : wished;
        var builder =
                new X509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, random),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(until),
                        content.subject(),
                        SubjectPublicKeyInfo.getInstance(owner.getEncoded()));
        try {
            addLeafExtensions(builder, content);
        } catch (IOException e) {
            throw new BeltException.Bug("cannot lay out a certificate", e);
        }
        return new IssuedCertificate(Pem.block("CERTIFICATE", signed(builder, key)), until);
    }

    private void addLeafExtensions(X509v3CertificateBuilder builder, Content content)
            throws IOException {
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(content.purposes().toArray(KeyPurposeId[]::new)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier);
        var names =
                content.names().stream()
                        .distinct()
                        .map(Authority::generalName)
                        .toArray(GeneralName[]::new);
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
    }

    private static GeneralName generalName(String name) {
        return isAddress(name)
                ? new GeneralName(GeneralName.iPAddress, name)
                : new GeneralName(GeneralName.dNSName, name);
    }

    private static boolean isAddress(String name) {
        try {
            return !InetAddress.ofLiteral(name).getHostAddress().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return builder.build(signer).getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new BeltException.Bug("cannot sign with the CA's key", e);
        }
    }

    private static JcaX509ExtensionUtils extensions() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new BeltException.Bug("every Java has SHA-1", e);
        }
    }

    private static BeltException rejected(String why) {
        return new BeltException.InvalidInput(PkiProblem.CA_REJECTED, why);
    }

    @Override
    public String toString() {
        return "Authority[" + certificate.getSubjectX500Principal() + "]";
    }
}
