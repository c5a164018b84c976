package belt.raft;

import belt.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/// Snapshots on the disk: written beside, forced, renamed, then their checksum; a snapshot without a checksum does not
/// count.
final class SnapshotFiles {
    private SnapshotFiles() {}

    static void write(Store store, SimpleStateMachineStorage storage, TermIndex at)
            throws IOException {
        Path target = storage.getSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        Path beside = target.resolveSibling(".writing-" + target.getFileName());
        try (FileChannel channel =
                FileChannel.open(
                        beside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel));
            store.save(out);
            out.flush();
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        MD5Hash md5 = MD5FileUtil.computeAndSaveMd5ForFile(target.toFile());
        forceRename(target);
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(target, md5), at));
    }

    /// Makes a rename to this file durable.
    static void forceRename(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return; // the root was not renamed
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void verify(SingleFileSnapshotInfo snapshot) throws IOException {
        Path file = snapshot.getFile().getPath();
        MD5Hash stored = snapshot.getFile().getFileDigest();
        MD5Hash computed = MD5FileUtil.computeMd5ForFile(file.toFile());
        if (stored == null || !stored.equals(computed)) {
            throw StateFolder.damaged(file, "its checksum is " + computed + ", expected " + stored);
        }
    }
}
