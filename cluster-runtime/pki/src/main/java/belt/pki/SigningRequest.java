package belt.pki;

import belt.core.BeltException;
import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/// Reads somebody else's certificate request. The public key is all that is taken from it: whoever could choose the
/// subject could make himself a manager.
final class SigningRequest {
    /// A P-256 request has about 300 bytes; the rest is room for attributes that we ignore.
    private static final int LONGEST = 8 * 1024;

    private static final int P256_BITS = 256;

    private SigningRequest() {}

    /// The request's key, once the request has proved that its sender holds the private half.
    ///
    /// @throws BeltException.InvalidInput `pki.request-rejected`
    static PublicKey requireKey(String pem) {
        if (pem.length() > LONGEST) {
            throw rejected("it has " + pem.length() + " characters", null);
        }
        try {
            var blocks = blocks(pem);
            if (blocks.size() != 1) {
                throw rejected("it holds " + blocks.size() + " requests, not one", null);
            }
            var request = new JcaPKCS10CertificationRequest(blocks.getFirst());
            var key = request.getPublicKey();
            if (!(key instanceof ECPublicKey ec)
                    || ec.getParams().getOrder().bitLength() != P256_BITS) {
                throw rejected("its key is not a P-256 key", null);
            }
            if (!request.isSignatureValid(verifier(request.getSubjectPublicKeyInfo()))) {
                throw rejected("its signature is not by its own key", null);
            }
            return key;
        } catch (BeltException e) {
            throw e;
        } catch (Exception e) {
            // BouncyCastle throws whatever comes to hand on damaged bytes, IllegalStateException
            // among others
            throw rejected("it is damaged", e);
        }
    }

    /// BouncyCastle's own check takes 170 µs where the JDK's takes 390 µs, and JCA's adapter does it twice (measured);
    /// a thousand joining nodes notice.
    private static ContentVerifierProvider verifier(SubjectPublicKeyInfo key)
            throws IOException, OperatorCreationException {
        return new BcECContentVerifierProviderBuilder(new DefaultDigestAlgorithmIdentifierFinder())
                .build(PublicKeyFactory.createKey(key));
    }

    private static List<byte[]> blocks(String pem) {
        try {
            return Pem.blocks(pem, "CERTIFICATE REQUEST");
        } catch (BeltException.InvalidInput e) {
            throw rejected("it is damaged", e);
        }
    }

    private static BeltException rejected(String why, @Nullable Throwable cause) {
        String message = "certificate request rejected: " + why;
        return cause == null
                ? new BeltException.InvalidInput(PkiProblem.REQUEST_REJECTED, message)
                : new BeltException.InvalidInput(PkiProblem.REQUEST_REJECTED, message, cause);
    }
}
