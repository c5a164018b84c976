package belt.raft;

import belt.core.BeltException;
import belt.model.NodeId;
import java.io.IOException;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;

/// Rewrites the stored list of members so that a stopped manager is alone in it. Ratis has no call for a lost majority.
final class SingleSurvivor {
    private SingleSurvivor() {}

    static void rewrite(RaftSettings settings) {
        try (var folder = new StateFolder(settings)) {
            folder.open();
            StoredGroup group = RaftNode.stored(settings, folder);
            group.verify();
            LogEntryProto old =
                    group.readConfiguration()
                            .orElseThrow(() ->
                                    StateFolder.damaged(
                                            settings.directory(), "it has no list of members"));
            Outcasts.in(settings.directory()).add(others(old, settings.member().id()));
            // it must come after every list in the log: the one with the highest index counts
            long index = Math.max(old.getIndex(), group.lastIndex()) + 1;
            byte[] members =
                    LogEntryProto.newBuilder()
                            .setTerm(old.getTerm())
                            .setIndex(index)
                            .setConfigurationEntry(
                                    RaftConfigurationProto.newBuilder()
                                            .addPeers(RaftNode.peer(settings).getRaftPeerProto()))
                            .build()
                            .toByteArray();
            WholeFile.write(group.configuration(), out -> out.write(members));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    RaftProblem.FOLDER_UNUSABLE,
                    settings.directory() + " cannot be rewritten: " + e.getMessage(),
                    e);
        }
    }

    private static List<String> others(LogEntryProto members, NodeId self) {
        return members.getConfigurationEntry().getPeersList().stream()
                .map(peer -> peer.getId().toStringUtf8())
                .filter(id -> !id.equals(self.value()))
                .toList();
    }
}
