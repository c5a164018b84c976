package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key with the certificates that go with it: what one side of a TLS handshake presents.
///
/// @param key never printed
/// @param chain the certificate of the key first, then the intermediate ones; without the root
/// @param served what a server sends after the chain so that a client which only knows the root's digest (a joining
///     node) can check it: the root certificates; empty where nobody needs that
public record Credentials(
        PrivateKey key, List<X509Certificate> chain, List<X509Certificate> served) {
    public Credentials {
        chain = List.copyOf(chain);
        served = List.copyOf(served);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("credentials need a certificate");
        }
    }

    /// Reads credentials from PEM texts and checks that they belong together.
    ///
    /// @throws BeltException.InvalidInput `pki.certificate-unreadable` or `pki.key-mismatch`
    public static Credentials of(String chainPem, Secret keyPem) {
        return of(Pem.privateKey(keyPem), Pem.certificates(chainPem), List.of());
    }

    static Credentials of(
            PrivateKey key, List<X509Certificate> chain, List<X509Certificate> served) {
        if (!belongTogether(key, chain.getFirst())) {
            throw new BeltException.InvalidInput(
                    PkiProblem.KEY_MISMATCH,
                    "the private key is not the one of the certificate of "
                            + chain.getFirst().getSubjectX500Principal());
        }
        return new Credentials(key, chain, served);
    }

    /// The certificate of the key.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        byte[] probe = {1, 2, 3, 4};
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // another algorithm or another curve
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + certificate().getSubjectX500Principal() + "]";
    }
}
