package belt.raft;

import static belt.raft.CrashedState.cut;
import static belt.raft.CrashedState.flip;
import static belt.raft.CrashedState.usedBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.ProblemCode;
import belt.store.StoreProblem;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The damage table of docs/design/raft.md, row by row.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageIT {
    private final Path directory;
    private final CrashedState plain;
    private final CrashedState withSnapshot;
    private int copies;

    DamageIT(@TempDir Path directory) throws Exception {
        this.directory = directory;
        Files.createDirectories(directory.resolve("plain"));
        Files.createDirectories(directory.resolve("snapshot"));
        plain = CrashedState.make(directory.resolve("plain"), 0);
        withSnapshot = CrashedState.make(directory.resolve("snapshot"), 20);
    }

    private CrashedState fresh(CrashedState state) throws Exception {
        return state.copyTo(directory.resolve("copy" + copies++));
    }

    private static void assertRefused(CrashedState state, ProblemCode problem) {
        assertThatThrownBy(() -> new TestManager(state.settings).start(StartMode.RESTART))
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(problem));
    }

    @Test
    void withoutDamageEverythingIsThere() throws Exception {
        for (CrashedState each : new CrashedState[] {fresh(plain), fresh(withSnapshot)}) {
            try (var manager = new TestManager(each.settings).start(StartMode.RESTART).leading()) {
                assertThat(Samples.names(manager)).hasSize(30).endsWith("n30");
            }
        }
    }

    @Test
    void aCutLogIsNoticed() throws Exception {
        CrashedState state = fresh(plain);
        cut(state.lastSegment(), 300);
        assertThatThrownBy(() -> new TestManager(state.settings).start(StartMode.RESTART))
                .hasMessageContaining("although entry")
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(StoreProblem.DAMAGED);
                            assertThat(e.detail().orElseThrow()).contains("only manager");
                        });
        assertRefused(state, StoreProblem.DAMAGED); // and nothing was made worse by trying
    }

    @Test
    void anEntryThatNobodyWasPromisedMayBeTorn() throws Exception {
        CrashedState state = fresh(plain);
        Path segment = state.lastSegment();
        int end = usedBytes(segment);
        byte[] bytes = Files.readAllBytes(segment);
        System.arraycopy(bytes, end - 120, bytes, end, 60); // the beginning of something
        bytes[end] = 100; // its length
        Files.write(segment, java.util.Arrays.copyOf(bytes, end + 60));
        try (var manager = new TestManager(state.settings).start(StartMode.RESTART).leading()) {
            assertThat(Samples.names(manager)).hasSize(30);
        }
    }

    @Test
    void aFlippedBitIsNoticed() throws Exception {
        CrashedState last = fresh(plain);
        flip(last.lastSegment(), usedBytes(last.lastSegment()) - 20);
        assertRefused(last, StoreProblem.DAMAGED);
        CrashedState middle = fresh(plain);
        flip(middle.lastSegment(), usedBytes(middle.lastSegment()) / 2);
        assertRefused(middle, StoreProblem.DAMAGED);
    }

    @Test
    void aLostOrEmptySegmentIsNoticed() throws Exception {
        for (CrashedState each : new CrashedState[] {plain, withSnapshot}) {
            CrashedState emptied = fresh(each);
            Files.write(emptied.lastSegment(), new byte[0]);
            assertRefused(emptied, StoreProblem.DAMAGED);
            CrashedState deleted = fresh(each);
            Files.delete(deleted.lastSegment());
            assertRefused(deleted, StoreProblem.DAMAGED);
        }
    }

    @Test
    void aHoleInTheLogIsNoticed() throws Exception {
        CrashedState state = fresh(plain);
        Files.createFile(state.current("log_0-5"));
        Files.move(state.lastSegment(), state.current("log_inprogress_9"));
        assertRefused(state, StoreProblem.DAMAGED);
        CrashedState begin = fresh(plain);
        Files.move(begin.lastSegment(), begin.current("log_inprogress_9"));
        assertRefused(begin, StoreProblem.DAMAGED);
    }

    @Test
    void lostMetaFilesAreNoticed() throws Exception {
        CrashedState empty = fresh(plain);
        Files.write(empty.current("raft-meta"), new byte[0]);
        assertRefused(empty, StoreProblem.DAMAGED);
        CrashedState deleted = fresh(plain);
        Files.delete(deleted.current("raft-meta"));
        assertRefused(deleted, StoreProblem.DAMAGED);
        CrashedState members = fresh(withSnapshot);
        Files.delete(members.current("raft-meta.conf"));
        assertRefused(members, StoreProblem.DAMAGED);
        CrashedState emptyMembers = fresh(withSnapshot);
        Files.write(emptyMembers.current("raft-meta.conf"), new byte[0]);
        assertRefused(emptyMembers, StoreProblem.DAMAGED);
    }

    @Test
    void aLostFolderIsNoticed() throws Exception {
        CrashedState group = fresh(plain);
        StateFolder.wipe(group.settings.storage());
        assertRefused(group, StoreProblem.DAMAGED);
        CrashedState all = fresh(plain);
        RaftNode.wipe(all.settings.directory());
        assertRefused(all, StoreProblem.DAMAGED);
    }

    @Test
    void aDamagedSnapshotIsNoticed() throws Exception {
        CrashedState flipped = fresh(withSnapshot);
        flip(flipped.snapshot(), (int) (Files.size(flipped.snapshot()) / 2));
        assertRefused(flipped, StoreProblem.DAMAGED);
    }

    @Test
    void aMarkThatCannotBeReadIsRefusedAndAMissingOneIsMadeAnew() throws Exception {
        CrashedState broken = fresh(plain);
        Files.write(broken.settings.directory().resolve("mark"), new byte[128]);
        assertRefused(broken, StoreProblem.DAMAGED);
        CrashedState missing = fresh(plain);
        Files.delete(missing.settings.directory().resolve("mark"));
        try (var manager = new TestManager(missing.settings).start(StartMode.RESTART).leading()) {
            assertThat(Samples.names(manager)).hasSize(30);
        }
    }

    @Test
    void newerFormatsAreRefused() throws Exception {
        CrashedState folder = fresh(plain);
        Path mark = folder.settings.directory().resolve("mark");
        byte[] bytes = Files.readAllBytes(mark);
        for (int slot : new int[] {0, 64}) {
            ByteBuffer.wrap(bytes).putInt(slot + 4, HighWaterMark.FORMAT + 1);
            var crc = new CRC32();
            crc.update(bytes, slot, 44);
            ByteBuffer.wrap(bytes).putInt(slot + 44, (int) crc.getValue());
        }
        Files.write(mark, bytes);
        assertRefused(folder, StoreProblem.NEWER_FORMAT);

        CrashedState snapshot = fresh(withSnapshot);
        byte[] saved = Files.readAllBytes(snapshot.snapshot());
        saved[9] = 2; // behind the magic word and its length
        Files.write(snapshot.snapshot(), saved);
        org.apache.ratis.util.MD5FileUtil.computeAndSaveMd5ForFile(snapshot.snapshot().toFile());
        assertRefused(snapshot, StoreProblem.NEWER_FORMAT);
    }

    @Test
    void aDiskWithoutRoomIsRefusedAtTheStart() throws Exception {
        CrashedState state = fresh(plain);
        var limits = state.settings.log();
        var greedy =
                state.settings.withLog(
                        new RaftSettings.LogLimits(
                                limits.segmentBytes(),
                                limits.preallocatedBytes(),
                                limits.cachedSegments(),
                                limits.queueBytes(),
                                Long.MAX_VALUE,
                                limits.window()));
        assertThatThrownBy(() -> new TestManager(greedy).start(StartMode.RESTART))
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(RaftProblem.DISK_FULL));
    }
}
