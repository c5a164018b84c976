package belt.daemon;

import belt.model.NodeDescription;
import belt.pki.NodeIdentity;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What `node inspect` says of a node's certificates.
final class TlsFacts {
    private TlsFacts() {}

    /// @param identity null while the node belongs to no cluster
    static NodeDescription.TlsInfo of(@Nullable NodeIdentity identity) {
        if (identity == null) {
            return new NodeDescription.TlsInfo("", "", "");
        }
        var issuer = identity.roots().getFirst();
        var base64 = Base64.getEncoder();
        return new NodeDescription.TlsInfo(
                identity.rootPem(),
                base64.encodeToString(issuer.getSubjectX500Principal().getEncoded()),
                base64.encodeToString(issuer.getPublicKey().getEncoded()));
    }
}
