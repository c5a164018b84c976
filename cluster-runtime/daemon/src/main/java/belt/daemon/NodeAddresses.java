package belt.daemon;

import belt.api.Message.ManagerAddress;
import belt.model.ManagerPeer;
import belt.model.NodeId;

/// Where others reach this node once it is a manager.
///
/// @param raft host:port of its Raft server
/// @param cluster host:port for the nodes' streams
/// @param api host:port of its API; empty if it listens on its socket only
record NodeAddresses(String raft, String cluster, String api) {
    static NodeAddresses of(DaemonConfig config) {
        String host = config.advertiseAddress();
        String listen = config.apiListen();
        return new NodeAddresses(
                host + ":" + config.raftPort(),
                host + ":" + config.clusterPort(),
                listen.isEmpty() ? "" : host + listen.substring(listen.lastIndexOf(':')));
    }

    ManagerPeer peer() {
        return new ManagerPeer(raft, cluster, api);
    }

    ManagerAddress manager(NodeId id) {
        return new ManagerAddress(id, cluster, api);
    }
}
