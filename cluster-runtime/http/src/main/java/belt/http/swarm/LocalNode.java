package belt.http.swarm;

import belt.core.Secret;
import belt.http.json.Json;
import belt.model.Availability;
import belt.model.ClusterSpec;
import belt.model.NodeId;
import belt.store.Store;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// This node as a member of a cluster. Implemented by the daemon; the questions are answered at once, from memory.
public interface LocalNode {
    /// In Docker's words.
    enum State {
        INACTIVE,
        PENDING,
        ACTIVE,
        ERROR,
        LOCKED
    }

    /// What the node knows of itself.
    ///
    /// @param id null while it belongs to no cluster
    /// @param address its advertised address without a port; empty while it belongs to no cluster
    /// @param state how its membership stands
    /// @param manager whether it is a manager that has its state, with a leader or without
    /// @param error what went wrong last; empty if nothing
    /// @param managers the managers that it knows, itself included if it is one
    record Facts(
            @Nullable NodeId id,
            String address,
            State state,
            boolean manager,
            String error,
            List<RemoteManager> managers) {
        public Facts {
            managers = List.copyOf(managers);
        }

        /// A node that belongs to no cluster.
        public static final Facts NONE = new Facts(null, "", State.INACTIVE, false, "", List.of());
    }

    /// @param address host:port for node streams
    record RemoteManager(NodeId id, String address) {}

    /// Who answers requests about the cluster.
    sealed interface Standing {
        /// The node belongs to no cluster.
        record NotMember() implements Standing {}

        /// It is a worker.
        record Worker() implements Standing {}

        /// It is a manager whose state is not there yet.
        record Starting() implements Standing {}

        /// It is a manager, and knows of no leader.
        record Leaderless(Store store) implements Standing {}

        /// It is a manager; another one leads.
        ///
        /// @param leaderApi the leader's Docker API over TLS
        record Following(Store store, InetSocketAddress leaderApi) implements Standing {}

        /// It leads.
        record Leading(Store store, ClusterControl control) implements Standing {}
    }

    /// @param listenAddress `address[:port]`, default `0.0.0.0:2377`
    /// @param advertiseAddress empty = the configured one
    /// @param addressPool empty = default
    /// @param subnetSize 0 = default
    /// @param dataPathPort 0 = default
    record InitRequest(
            String listenAddress,
            String advertiseAddress,
            String dataPathAddress,
            int dataPathPort,
            List<String> addressPool,
            int subnetSize,
            boolean forceNewCluster,
            ClusterSpec spec,
            Availability availability) {
        public InitRequest {
            addressPool = List.copyOf(addressPool);
        }
    }

    /// @param remoteAddresses managers, `host[:port]`, at least one
    /// @param token the join token
    record JoinRequest(
            String listenAddress,
            String advertiseAddress,
            String dataPathAddress,
            List<String> remoteAddresses,
            Secret token,
            Availability availability) {
        public JoinRequest {
            remoteAddresses = List.copyOf(remoteAddresses);
        }
    }

    /// What this node knows of itself.
    Facts facts();

    /// Who answers requests about the cluster.
    Standing standing();

    /// Makes a cluster of this node. Returns once it leads and its node object shows it as a manager.
    NodeId init(InitRequest request);

    /// Joins a cluster. Returns once the first session is up.
    ///
    /// @throws belt.core.BeltException.StillRunning if that takes too long; the attempt goes on
    void join(JoinRequest request) throws InterruptedException;

    /// Leaves the cluster.
    ///
    /// @param force even where that loses the quorum or the cluster's state
    void leave(boolean force) throws InterruptedException;

    /// What there is to say about the replicated log on this node, for `GET /belt/v1/raft`; `{}` on workers.
    Json raft();
}
