package belt.raft;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SetConfigurationRequest.Mode;
import org.apache.ratis.server.RaftServer;

/// Changes of the managers' group, on the leader. One at a time here; against other leaders each change says which
/// group it starts from.
final class Membership {
    private final RaftServer.Division division;
    private final RatisCalls calls;
    private final PeerProbe probe;
    private final Outcasts outcasts;
    private final Supplier<RaftStatus> status;
    private final ReentrantLock changing = new ReentrantLock();

    Membership(
            RaftServer.Division division,
            RatisCalls calls,
            RaftSettings settings,
            Supplier<RaftStatus> status) {
        this.division = division;
        this.calls = calls;
        this.probe = new PeerProbe(settings);
        this.outcasts = Outcasts.in(settings.directory());
        this.status = status;
    }

    /// Adds a member. Ratis sends it the log first and lets it vote once it has nearly caught up. (Adding it as a
    /// listener and promoting it then, as Ratis offers too, left it without a voice until the next change of leaders:
    /// docs/adr/0061.)
    void add(NodeId id, String address, Duration patience) {
        var deadline = Deadline.in(patience);
        changing.lock();
        try {
            if (find(id).isPresent()) {
                return;
            }
            requireHearable(id, address);
            var voting = new ArrayList<>(voters());
            voting.add(RaftPeer.newBuilder().setId(id.value()).setAddress(address).build());
            change(voting, deadline);
        } finally {
            changing.unlock();
        }
    }

    /// An outcast is heard again if it begins anew; with what it has stored it could undo what we have decided since.
    private void requireHearable(NodeId id, String address) {
        boolean outcast = outcasts.contains(id.value());
        outcasts.forgive(id);
        try {
            if (probe.requireGroup(id, address) && outcast) {
                throw new BeltException.Refused(
                        RaftProblem.STATE_EXISTS,
                        "node "
                                + id
                                + " still holds the log with which this cluster went on without it: demote it, and"
                                + " promote it once it is a worker");
            }
        } catch (BeltException e) {
            if (outcast) {
                outcasts.add(List.of(id.value()));
            }
            throw e;
        }
    }

    /// Removes a member. If that is this node, the leadership is handed over instead, and the new leader must be asked.
    RaftNode.Removal remove(NodeId id, Duration patience) {
        var deadline = Deadline.in(patience);
        changing.lock();
        try {
            if (find(id).isEmpty()) {
                return RaftNode.Removal.REMOVED;
            }
            requireQuorumWithout(id);
            if (division.getId().toString().equals(id.value())) {
                handOver(deadline);
                return RaftNode.Removal.HANDED_OVER;
            }
            change(without(id), deadline);
            return RaftNode.Removal.REMOVED;
        } finally {
            changing.unlock();
        }
    }

    /// Makes the member that answered last the leader.
    void handOver(Deadline deadline) {
        NodeId target =
                status.get().peers().stream()
                        .filter(RaftStatus.Peer::reachable)
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
        boolean other = !division.getId().toString().equals(id.value());
        long reachable =
                (other ? 1 : 0)
                        + status.get().peers().stream()
                                .filter(RaftStatus.Peer::reachable)
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

    /// Ratis refuses the change if the group is not as we saw it.
    private void change(List<RaftPeer> wanted, Deadline deadline) {
        calls.setConfiguration(
                SetConfigurationRequest.Arguments.newBuilder()
                        .setServersInCurrentConf(voters())
                        .setServersInNewConf(wanted)
                        .setMode(Mode.COMPARE_AND_SET)
                        .build(),
                deadline.left());
    }

    private List<RaftPeer> voters() {
        return List.copyOf(division.getRaftConf().getAllPeers());
    }

    private Optional<RaftPeer> find(NodeId id) {
        return voters().stream()
                .filter(each -> each.getId().toString().equals(id.value()))
                .findFirst();
    }

    private List<RaftPeer> without(NodeId id) {
        return voters().stream()
                .filter(each -> !each.getId().toString().equals(id.value()))
                .toList();
    }
}
