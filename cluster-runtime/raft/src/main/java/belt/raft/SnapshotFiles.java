package belt.raft;

import belt.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/// Snapshots on the disk: the whole file, then its checksum; a snapshot without a checksum does not
/// count.
final class SnapshotFiles {
    private SnapshotFiles() {}

    static void write(Store store, SimpleStateMachineStorage storage, TermIndex at)
            throws IOException {
        Path target = storage.getSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        WholeFile.write(target, store::save);
        MD5Hash md5 = MD5FileUtil.computeAndSaveMd5ForFile(target.toFile());
        WholeFile.forceNames(target);
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(target, md5), at));
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
