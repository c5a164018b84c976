package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reading and writing PEM with the JDK alone. The form written is the one that OpenSSL and Go write: 64 characters to a
/// line and a newline at the end, because a join token's digest is taken over exactly these bytes.
public final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private Pem() {}

    /// All certificates of a text, in its order; other blocks are skipped.
    ///
    /// @throws BeltException.InvalidInput `pki.certificate-unreadable` if a block is damaged or there is none
    public static List<X509Certificate> certificates(String text) {
        var certificates = new ArrayList<X509Certificate>();
        for (byte[] der : blocks(text, CERTIFICATE)) {
            certificates.add(certificate(der));
        }
        if (certificates.isEmpty()) {
            throw unreadable("no certificate found", null);
        }
        return List.copyOf(certificates);
    }

    /// One certificate from its DER form.
    ///
    /// @throws BeltException.InvalidInput `pki.certificate-unreadable`
    public static X509Certificate certificate(byte[] der) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw unreadable("certificate is damaged", e);
        }
    }

    /// The first EC private key (PKCS#8, not encrypted) of a text.
    ///
    /// @throws BeltException.InvalidInput `pki.certificate-unreadable` if there is none or it is damaged
    public static PrivateKey privateKey(Secret text) {
        var keys = blocks(text.reveal(), PRIVATE_KEY);
        if (keys.isEmpty()) {
            throw unreadable("no private key in PKCS#8 form found", null);
        }
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
        } catch (GeneralSecurityException e) {
            // the cause's message may quote key material
            throw unreadable("private key is damaged or not an EC key", null);
        }
    }

    /// One certificate as PEM.
    public static String of(X509Certificate certificate) {
        try {
            return block(CERTIFICATE, certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new BeltException.Bug("a parsed certificate has no encoding", e);
        }
    }

    /// Several certificates one after another.
    public static String of(List<X509Certificate> certificates) {
        var text = new StringBuilder();
        certificates.forEach(each -> text.append(of(each)));
        return text.toString();
    }

    /// A private key as PKCS#8.
    public static Secret of(PrivateKey key) {
        return Secret.of(block(PRIVATE_KEY, key.getEncoded()));
    }

    static String block(String label, byte[] der) {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN "
                + label
                + "-----\n"
                + encoder.encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    static List<byte[]> blocks(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        var blocks = new ArrayList<byte[]>();
        int from = text.indexOf(begin);
        while (from >= 0) {
            int to = text.indexOf(end, from);
            if (to < 0) {
                throw unreadable("block " + label + " has no end", null);
            }
            String body = text.substring(from + begin.length(), to);
            try {
                blocks.add(
                        Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII)));
            } catch (IllegalArgumentException e) {
                throw unreadable("block " + label + " is not base64", null);
            }
            from = text.indexOf(begin, to);
        }
        return blocks;
    }

    private static BeltException unreadable(String what, @Nullable Throwable cause) {
        return cause == null
                ? new BeltException.InvalidInput(PkiProblem.CERTIFICATE_UNREADABLE, what)
                : new BeltException.InvalidInput(PkiProblem.CERTIFICATE_UNREADABLE, what, cause);
    }
}
