package belt.raft;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.model.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SetConfigurationRequest.Mode;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.RaftServer;

/// Changes of the managers' group, on the leader. One at a time here; against other leaders each change says which
/// group it starts from.
final class Membership {
    private final RaftServer.Division division;
    private final RaftGroupId group;
    private final RatisCalls calls;
    private final RaftSettings settings;
    private final Supplier<RaftStatus> status;
    private final ReentrantLock changing = new ReentrantLock();

    Membership(
            RaftServer.Division division,
            RatisCalls calls,
            RaftSettings settings,
            Supplier<RaftStatus> status) {
        this.division = division;
        this.group = division.getGroup().getGroupId();
        this.calls = calls;
        this.settings = settings;
        this.status = status;
    }

    /// Adds a member: first as a listener, which gets the log and has no vote, then, once it has caught up, as a voter.
    void add(NodeId id, String address, Duration patience) {
        var deadline = Deadline.in(patience);
        changing.lock();
        try {
            if (find(voters(), id).isPresent()) {
                return;
            }
            requireWaiting(id, address);
            var peer = RaftPeer.newBuilder().setId(id.value()).setAddress(address);
            if (find(listeners(), id).isEmpty()) {
                var more = new ArrayList<>(listeners());
                more.add(peer.setStartupRole(RaftPeerRole.LISTENER).build());
                change(voters(), more, deadline);
            }
            awaitCaughtUp(id, deadline);
            var voting = new ArrayList<>(voters());
            voting.add(peer.setStartupRole(RaftPeerRole.FOLLOWER).build());
            change(voting, without(listeners(), id), deadline);
        } finally {
            changing.unlock();
        }
    }

    /// Removes a member. If that is this node, the leadership is handed over instead, and the new leader must be asked.
    RaftNode.Removal remove(NodeId id, Duration patience) {
        var deadline = Deadline.in(patience);
        changing.lock();
        try {
            if (find(listeners(), id).isPresent()) {
                change(voters(), without(listeners(), id), deadline);
                return RaftNode.Removal.REMOVED;
            }
            if (find(voters(), id).isEmpty()) {
                return RaftNode.Removal.REMOVED;
            }
            requireQuorumWithout(id);
            if (division.getId().toString().equals(id.value())) {
                handOver(deadline);
                return RaftNode.Removal.HANDED_OVER;
            }
            change(without(voters(), id), listeners(), deadline);
            return RaftNode.Removal.REMOVED;
        } finally {
            changing.unlock();
        }
    }

    /// Makes the member that answered last the leader.
    void handOver(Deadline deadline) {
        NodeId target =
                status.get().peers().stream()
                        .filter(peer -> peer.voting() && peer.reachable())
                        .min(
                                Comparator.comparing(peer ->
                                        Optional.ofNullable(peer.lastContact())
                                                .orElse(Duration.ZERO)))
                        .map(RaftStatus.Peer::id)
                        .orElseThrow(() ->
                                new BeltException.Refused(
                                        RaftProblem.QUORUM,
                                        "no other manager answers that could lead"));
        transfer(target, deadline.left());
    }

    void transfer(NodeId target, Duration patience) {
        calls.transferLeadership(RaftPeerId.valueOf(target.value()), patience);
    }

    private void requireQuorumWithout(NodeId id) {
        int left = voters().size() - 1;
        if (left == 0) {
            throw new BeltException.Refused(
                    RaftProblem.LAST_MANAGER, "manager " + id + " is the last one");
        }
        boolean self = !division.getId().toString().equals(id.value());
        long reachable =
                (self ? 1 : 0)
                        + status.get().peers().stream()
                                .filter(peer -> peer.voting() && peer.reachable())
                                .filter(peer -> !peer.id().equals(id))
                                .count();
        int needed = left / 2 + 1;
        if (reachable < needed) {
            throw new BeltException.Refused(
                    RaftProblem.QUORUM,
                    "without manager "
                            + id
                            + " only "
                            + reachable
                            + " of "
                            + left
                            + " managers would answer, "
                            + needed
                            + " are needed");
        }
    }

    /// Asks the new member itself whether it waits for this group: adding one that does not answer would leave an
    /// established group without a leader for a while.
    private void requireWaiting(NodeId id, String address) {
        RaftPeer peer = RaftPeer.newBuilder().setId(id.value()).setAddress(address).build();
        var keys = new RaftProperties(RatisProperties.of(settings, settings.directory().toFile()));
        org.apache.ratis.client.RaftClientConfigKeys.Rpc.setRequestTimeout(
                keys, org.apache.ratis.util.TimeDuration.ONE_SECOND.multiply(3));
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
        } catch (IOException | RuntimeException e) {
            throw new BeltException.Unreachable(
                    RaftProblem.MEMBER_UNREACHABLE,
                    "new manager "
                            + id
                            + " does not answer at "
                            + address
                            + ": "
                            + RatisFailures.root(e).getMessage(),
                    e);
        }
    }

    private void awaitCaughtUp(NodeId id, Deadline deadline) {
        long wanted = division.getRaftLog().getLastCommittedIndex();
        try {
            boolean caughtUp =
                    deadline.await(Duration.ofMillis(20), () -> matchIndex(id) >= wanted);
            if (!caughtUp) {
                throw new BeltException.OperationFailed(
                        RaftProblem.CHANGE_FAILED,
                        "new manager "
                                + id
                                + " did not catch up in time: it has entry "
                                + matchIndex(id)
                                + " of "
                                + wanted);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BeltException.OperationFailed(
                    RaftProblem.CHANGE_FAILED,
                    "waiting for new manager " + id + " was interrupted",
                    e);
        }
    }

    private long matchIndex(NodeId id) {
        return division.getCommitInfos().stream()
                .filter(info -> info.getServer().getId().toStringUtf8().equals(id.value()))
                .mapToLong(info -> info.getCommitIndex())
                .findFirst()
                .orElse(-1);
    }

    private void change(List<RaftPeer> voters, List<RaftPeer> listeners, Deadline deadline) {
        calls.setConfiguration(
                SetConfigurationRequest.Arguments.newBuilder()
                        .setServersInCurrentConf(voters())
                        .setListenersInCurrentConf(listeners())
                        .setServersInNewConf(voters)
                        .setListenersInNewConf(listeners)
                        .setMode(Mode.COMPARE_AND_SET)
                        .build(),
                deadline.left());
    }

    private List<RaftPeer> voters() {
        return List.copyOf(division.getRaftConf().getAllPeers());
    }

    private List<RaftPeer> listeners() {
        return List.copyOf(division.getRaftConf().getAllPeers(RaftPeerRole.LISTENER));
    }

    private static Optional<RaftPeer> find(Collection<RaftPeer> peers, NodeId id) {
        return peers.stream()
                .filter(each -> each.getId().toString().equals(id.value()))
                .findFirst();
    }

    private static List<RaftPeer> without(Collection<RaftPeer> peers, NodeId id) {
        return peers.stream().filter(each -> !each.getId().toString().equals(id.value())).toList();
    }
}
