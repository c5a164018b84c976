package belt.raft;

import belt.core.BeltException;
import belt.model.NodeId;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.util.TimeDuration;

/// Asks another manager over the network whether it serves this cluster's group. Adding a member that does not would
/// leave an established group without a leader for a while.
final class PeerProbe {
    private static final TimeDuration PATIENCE = TimeDuration.valueOf(3, TimeUnit.SECONDS);

    private final RaftSettings settings;

    PeerProbe(RaftSettings settings) {
        this.settings = settings;
    }

    /// @return whether it has a list of members already
    /// @throws BeltException.Unreachable if it does not answer, refuses us, or serves another cluster
    boolean requireGroup(NodeId id, String address) {
        RaftGroupId group = RaftNode.groupId(settings.member().cluster());
        RaftPeer peer = RaftPeer.newBuilder().setId(id.value()).setAddress(address).build();
        var keys = new RaftProperties();
        RaftClientConfigKeys.Rpc.setRequestTimeout(keys, PATIENCE);
        try (RaftClient client =
                RaftClient.newBuilder()
                        .setRaftGroup(RaftGroup.valueOf(group, peer))
                        .setProperties(keys)
                        .setParameters(RatisProperties.tls(settings))
                        .setRetryPolicy(RetryPolicies.noRetry())
                        .build()) {
            GroupInfoReply reply = client.getGroupManagementApi(peer.getId()).info(group);
            if (!reply.isSuccess()) {
                throw new IOException("it does not wait for this cluster");
            }
            return !reply.getGroup().getPeers().isEmpty();
        } catch (IOException | RuntimeException e) {
            throw new BeltException.Unreachable(
                    RaftProblem.MEMBER_UNREACHABLE,
                    "manager "
                            + id
                            + " does not answer at "
                            + address
                            + ": "
                            + RatisFailures.root(e).getMessage(),
                    e);
        }
    }
}
