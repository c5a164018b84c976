package belt.pki;

import belt.core.BeltException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A fresh key pair, made on the node that will use it, and the request for a certificate for it. The key never leaves
/// the node.
public final class CertificateRequest {
    /// The CA decides the name; this one only satisfies the format.
    private static final X500Principal NAME = new X500Principal("CN=swarm-node");

    private final KeyPair keys;
    private final String pem;

    private CertificateRequest(KeyPair keys, String pem) {
        this.keys = keys;
        this.pem = pem;
    }

    /// Makes a P-256 key pair and signs a request with it.
    public static CertificateRequest create() {
        var keys = newKeyPair();
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            var request =
                    new JcaPKCS10CertificationRequestBuilder(NAME, keys.getPublic()).build(signer);
            return new CertificateRequest(
                    keys, Pem.block("CERTIFICATE REQUEST", request.getEncoded()));
        } catch (OperatorCreationException | IOException e) {
            throw new BeltException.Bug("cannot sign a request with a fresh key", e);
        }
    }

    /// The request (PKCS#10) to send to the CA.
    public String pem() {
        return pem;
    }

    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    public PublicKey publicKey() {
        return keys.getPublic();
    }

    /// The identity that comes of this request and the CA's answer.
    ///
    /// @throws BeltException as {@link NodeIdentity#of}
    public NodeIdentity identity(String chainPem, String rootPem) {
        return NodeIdentity.of(privateKey(), chainPem, rootPem);
    }

    static KeyPair newKeyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new BeltException.Bug("every Java has P-256", e);
        }
    }

    @Override
    public String toString() {
        return "CertificateRequest[P-256]";
    }
}
