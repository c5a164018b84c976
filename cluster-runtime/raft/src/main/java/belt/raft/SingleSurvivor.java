package belt.raft;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
            // it must come after every list in the log: the one with the highest index counts
            long index = Math.max(old.getIndex(), group.lastIndex()) + 1;
            write(
                    group.configuration(),
                    LogEntryProto.newBuilder()
                            .setTerm(old.getTerm())
                            .setIndex(index)
                            .setConfigurationEntry(
                                    RaftConfigurationProto.newBuilder()
                                            .addPeers(RaftNode.peer(settings).getRaftPeerProto()))
                            .build());
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    RaftProblem.FOLDER_UNUSABLE,
                    settings.directory() + " cannot be rewritten: " + e.getMessage(),
                    e);
        }
    }

    private static void write(Path file, LogEntryProto members) throws IOException {
        Path beside = file.resolveSibling(".writing-" + file.getFileName());
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(members.toByteArray()));
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        SnapshotFiles.forceRename(file);
    }
}
