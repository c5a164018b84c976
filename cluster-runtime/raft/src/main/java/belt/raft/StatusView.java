package belt.raft;

import belt.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/// Reads the state of the group off Ratis.
final class StatusView {
    private final RaftServer.Division division;
    private final RaftSettings settings;
    private final StateFolder folder;
    private final StoreMachine machine;
    private final Leadership leadership;

    StatusView(
            RaftServer.Division division,
            RaftSettings settings,
            StateFolder folder,
            StoreMachine machine,
            Leadership leadership) {
        this.division = division;
        this.settings = settings;
        this.folder = folder;
        this.machine = machine;
        this.leadership = leadership;
    }

    Optional<NodeId> leader() {
        if (leadership.stopped()) {
            return Optional.empty();
        }
        RaftPeerId id = division.getInfo().getLeaderId();
        return id == null ? Optional.empty() : Optional.of(new NodeId(id.toString()));
    }

    RaftStatus look() {
        var info = division.getInfo();
        var position =
                new RaftStatus.Position(
                        info.getCurrentTerm(),
                        division.getRaftLog().getLastCommittedIndex(),
                        info.getLastAppliedIndex(),
                        machine.appliedBytes(),
                        folder.diskBytes());
        return new RaftStatus(
                settings.member().id(), role(), leader().orElse(null), position, peers());
    }

    private RaftStatus.Role role() {
        if (leadership.stopped() || !division.getInfo().isAlive()) {
            return RaftStatus.Role.NONE;
        }
        if (division.getRaftConf().getPeer(division.getId(), RaftPeerRole.FOLLOWER) == null) {
            return RaftStatus.Role.NONE;
        }
        return switch (division.getInfo().getCurrentRole()) {
            case LEADER -> RaftStatus.Role.LEADER;
            case CANDIDATE -> RaftStatus.Role.CANDIDATE;
            case FOLLOWER -> RaftStatus.Role.FOLLOWER;
            default -> RaftStatus.Role.NONE;
        };
    }

    private List<RaftStatus.Peer> peers() {
        Map<String, Duration> heard = lastContacts();
        var peers = new ArrayList<RaftStatus.Peer>();
        for (RaftPeer peer : division.getRaftConf().getAllPeers()) {
            add(peers, peer, heard);
        }
        return peers;
    }

    private void add(List<RaftStatus.Peer> peers, RaftPeer peer, Map<String, Duration> heard) {
        if (peer.getId().equals(division.getId())) {
            return;
        }
        @Nullable Duration last = heard.get(peer.getId().toString());
        Duration limit = settings.elections().max().multipliedBy(2);
        peers.add(
                new RaftStatus.Peer(
                        new NodeId(peer.getId().toString()),
                        peer.getAddress(),
                        last,
                        last == null || last.compareTo(limit) <= 0));
    }

    private Map<String, Duration> lastContacts() {
        var heard = new HashMap<String, Duration>();
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        if (role != null && role.hasLeaderInfo()) {
            role.getLeaderInfo()
                    .getFollowerInfoList()
                    .forEach(each ->
                            heard.put(
                                    each.getId().getId().toStringUtf8(),
                                    Duration.ofMillis(each.getLastRpcElapsedTimeMs())));
        }
        return heard;
    }
}
