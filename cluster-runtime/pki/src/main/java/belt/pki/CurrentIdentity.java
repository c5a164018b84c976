package belt.pki;

import belt.core.BeltException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The identity that counts now. Key managers and checks ask it on each handshake, so a renewed certificate is used
/// without a restart; connections that stand are not touched.
public final class CurrentIdentity implements Supplier<NodeIdentity> {
    private final AtomicReference<@Nullable NodeIdentity> current = new AtomicReference<>();

    /// No identity yet: the node is in no cluster.
    public CurrentIdentity() {}

    public CurrentIdentity(NodeIdentity identity) {
        current.set(identity);
    }

    /// The identity, if the node is in a cluster.
    public Optional<NodeIdentity> find() {
        return Optional.ofNullable(current.get());
    }

    /// @throws BeltException.MissingCredentials `pki.identity-missing` if the node is in no cluster
    @Override
    public NodeIdentity get() {
        var identity = current.get();
        if (identity == null) {
            throw new BeltException.MissingCredentials(
                    PkiProblem.IDENTITY_MISSING, "this node is not part of a cluster");
        }
        return identity;
    }

    /// From now on this one counts.
    public void replace(NodeIdentity identity) {
        current.set(identity);
    }

    /// The node has left its cluster.
    public void clear() {
        current.set(null);
    }
}
