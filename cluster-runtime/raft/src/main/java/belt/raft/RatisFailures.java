package belt.raft;

import belt.core.BeltException;
import belt.model.NodeId;
import belt.store.StoreProblem;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import org.apache.ratis.io.CorruptedFileException;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.AlreadyClosedException;
import org.apache.ratis.protocol.exceptions.ChecksumException;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.jspecify.annotations.Nullable;

/// Turns Ratis' exceptions into ours.
final class RatisFailures {
    private RatisFailures() {}

    /// Why the server did not start.
    static BeltException ofStart(Throwable thrown, RaftSettings settings, StateFolder folder) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            switch (each) {
                case BeltException ours -> {
                    return ours;
                }
                case BindException _ -> {
                    return new BeltException.Conflict(
                            RaftProblem.ADDRESS_IN_USE,
                            "raft address "
                                    + settings.member().bindHost()
                                    + ":"
                                    + settings.member().bindPort()
                                    + " cannot be bound: "
                                    + each.getMessage(),
                            thrown);
                }
                case ChecksumException _, CorruptedFileException _, RaftLogIOException _ -> {
                    return damaged(settings, each.getMessage(), thrown);
                }
                default -> {}
            }
        }
        if (folder.freeBytes() < settings.log().freeBytesMin()) {
            return new BeltException.OperationFailed(
                    RaftProblem.DISK_FULL,
                    "the disk of " + settings.directory() + " is full",
                    thrown);
        }
        return new BeltException.OperationFailed(
                RaftProblem.FOLDER_UNUSABLE,
                "the Raft server did not start from "
                        + settings.directory()
                        + ": "
                        + root(thrown).getMessage(),
                thrown);
    }

    private static BeltException damaged(
            RaftSettings settings, @Nullable String what, Throwable cause) {
        return new BeltException.OperationFailed(
                StoreProblem.DAMAGED,
                "the replicated state in " + settings.directory() + " is damaged: " + what,
                cause);
    }

    /// Why a proposal that was handed to Ratis got no result.
    static BeltException ofProposal(Throwable thrown, NodeId self) {
        Throwable why =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        return switch (why) {
            case NotLeaderException e when e.getSuggestedLeader() != null ->
                    notLeader(self, e.getSuggestedLeader().getId(), true);
            case NotLeaderException _, LeaderSteppingDownException _, LeaderNotReadyException _ ->
                    notLeader(self, null, true);
            case AlreadyClosedException _, IllegalStateException _ -> closed(why);
            case BeltException ours -> ours;
            default ->
                    new BeltException.Unreachable(
                            StoreProblem.NOT_LEADER,
                            "manager "
                                    + self
                                    + " could not store the change, whose outcome is unknown: "
                                    + why,
                            why);
        };
    }

    static BeltException notLeader(NodeId self, @Nullable RaftPeerId leader, boolean unknown) {
        boolean itself = leader != null && leader.toString().equals(self.value());
        String outcome = unknown ? "; whether the change came through is unknown" : "";
        return leader == null || itself
                ? new BeltException.Unreachable(
                        unknown ? StoreProblem.NOT_LEADER : StoreProblem.NO_LEADER,
                        (unknown
                                        ? "manager " + self + " leads no longer"
                                        : "manager " + self + " knows no leader")
                                + outcome)
                : new BeltException.Unreachable(
                        StoreProblem.NOT_LEADER,
                        "manager " + self + " is not the leader, " + leader + " is" + outcome);
    }

    static BeltException closed(Throwable cause) {
        return new BeltException.Unreachable(
                StoreProblem.LOG_CLOSED,
                "the log of this manager is closed: " + cause.getMessage(),
                cause);
    }

    static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
