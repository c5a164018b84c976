package belt.control.ops;

import belt.core.Secret;
import belt.model.Cluster;
import belt.model.ClusterSpec;
import belt.pki.JoinToken;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.TxResult;
import java.security.SecureRandom;
import java.util.Optional;

/// Changes of the cluster object that people ask for; only on the leader.
public final class ClusterOps {
    private final Store store;
    private final Commit commit;
    private final SecureRandom random = new SecureRandom();

    public ClusterOps(Store store, Proposer proposer) {
        this.store = store;
        this.commit = new Commit(proposer);
    }

    /// Replaces the spec and, if asked for, the secrets of the join tokens: old ones are refused from then on.
    ///
    /// @param version the version that the caller saw
    public void update(
            long version, ClusterSpec spec, boolean rotateWorker, boolean rotateManager) {
        Cluster cluster =
                store.read(view -> Optional.ofNullable(view.cluster()))
                        .orElseThrow(SwarmTexts::noCluster);
        if (cluster.meta().version() != version) {
            throw SwarmTexts.outOfSequence();
        }
        Cluster after =
                cluster.withSpec(spec)
                        .withTokens(
                                rotateWorker ? newToken(cluster) : cluster.workerToken(),
                                rotateManager ? newToken(cluster) : cluster.managerToken());
        if (commit.of(new Action.PutCluster(after, version)) instanceof TxResult.Conflict) {
            throw SwarmTexts.outOfSequence();
        }
    }

    private Secret newToken(Cluster cluster) {
        return JoinToken.create(cluster.rootCertificate(), random).text();
    }
}
