package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
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
        return of(newKeyPair());
    }

    /// Reads what {@link #text()} wrote.
    ///
    /// @throws BeltException.InvalidInput if it is damaged
    static CertificateRequest read(Secret text) {
        String pem = text.reveal();
        int start = pem.indexOf("-----BEGIN CERTIFICATE REQUEST-----");
        String request = start < 0 ? "" : pem.substring(start);
        var keys = new KeyPair(SigningRequest.requireKey(request), Pem.privateKey(text));
        return new CertificateRequest(keys, request);
    }

    /// The private key and the request, to be kept.
    Secret text() {
        return Secret.of(Pem.of(privateKey()).reveal() + pem);
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

    /// What somebody's request is recognised by when it comes again: the SHA-256 of its public key, 64 hexadecimal digits.
    /// The request has to prove that its sender holds the private half.
    ///
    /// @param requestPem a request (PKCS#10) of somebody else
    /// @throws BeltException.InvalidInput `pki.request-rejected`
    public static String keyDigest(String requestPem) {
        try {
            byte[] key = SigningRequest.requireKey(requestPem).getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("every Java has SHA-256", e);
        }
    }

    /// As {@link #create()} with a key that was made before.
    ///
    /// @param keys a P-256 pair
    static CertificateRequest of(KeyPair keys) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            var request =
                    new JcaPKCS10CertificationRequestBuilder(NAME, keys.getPublic()).build(signer);
            return new CertificateRequest(
                    keys, Pem.block("CERTIFICATE REQUEST", request.getEncoded()));
        } catch (OperatorCreationException | IOException e) {
            throw new BeltException.Bug("cannot sign a request", e);
        }
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
