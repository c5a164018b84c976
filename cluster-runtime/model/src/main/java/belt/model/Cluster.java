package belt.model;

import belt.core.Secret;
import java.time.Instant;
import java.util.List;

/// The one cluster object.
///
/// @param id its id
/// @param meta version and times
/// @param spec what the operator wants
/// @param workerToken lets workers in
/// @param managerToken lets managers in
/// @param rootCertificate the cluster CA in PEM
/// @param rootKey its private key in PEM
/// @param addressPool default address pools
/// @param subnetSize prefix length of new networks
/// @param dataPathPort VXLAN's UDP port
/// @param removed nodes that may not come back, until their certificates have expired
public record Cluster(
        ClusterId id,
        Meta meta,
        ClusterSpec spec,
        Secret workerToken,
        Secret managerToken,
        String rootCertificate,
        Secret rootKey,
        List<String> addressPool,
        int subnetSize,
        int dataPathPort,
        List<RemovedNode> removed) {
    public Cluster {
        addressPool = List.copyOf(addressPool);
        removed = List.copyOf(removed);
    }

    public Cluster withMeta(Meta other) {
        return new Cluster(
                id,
                other,
                spec,
                workerToken,
                managerToken,
                rootCertificate,
                rootKey,
                addressPool,
                subnetSize,
                dataPathPort,
                removed);
    }

    public Cluster withSpec(ClusterSpec other) {
        return new Cluster(
                id,
                meta,
                other,
                workerToken,
                managerToken,
                rootCertificate,
                rootKey,
                addressPool,
                subnetSize,
                dataPathPort,
                removed);
    }

    public Cluster withTokens(Secret worker, Secret manager) {
        return new Cluster(
                id,
                meta,
                spec,
                worker,
                manager,
                rootCertificate,
                rootKey,
                addressPool,
                subnetSize,
                dataPathPort,
                removed);
    }

    public Cluster withRemoved(List<RemovedNode> other) {
        return new Cluster(
                id,
                meta,
                spec,
                workerToken,
                managerToken,
                rootCertificate,
                rootKey,
                addressPool,
                subnetSize,
                dataPathPort,
                other);
    }

    /// @param id the node
    /// @param until when its last certificate has expired
    public record RemovedNode(NodeId id, Instant until) {}
}
