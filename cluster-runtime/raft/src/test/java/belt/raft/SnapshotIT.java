package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotIT {
    /// Small, so that a few entries make segments, snapshots and purges.
    private static RaftSettings small(RaftSettings settings) {
        return settings.withSnapshots(new RaftSettings.Snapshots(40, 1 << 20, 2, 5))
                .withLog(
                        new RaftSettings.LogLimits(
                                8 << 10, 4 << 10, 1, 16 << 20, 1 << 20, Duration.ofMillis(1)));
    }

    @TempDir Path directory;

    private static List<String> files(TestManager manager, String folder, String prefix) {
        Path group = StateFolder.children(manager.settings.storage()).getFirst();
        return StateFolder.children(group.resolve(folder)).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith(prefix) && !name.endsWith(".md5"))
                .toList();
    }

    private static void put(TestManager manager, int entries) throws Exception {
        for (int i = 0; i < entries; i++) {
            Samples.put(manager.node(), "n" + i);
        }
    }

    @Test
    void keepsTwoSnapshotsPurgesTheLogAndStartsFromThem() throws Exception {
        byte[] before;
        TestManager first;
        try (TestGroup group = TestGroup.of(1, directory, SnapshotIT::small)) {
            first = group.get(0);
            put(first, 200);
            assertThat(
                            Deadline.in(TestManager.PATIENCE)
                                    .await(
                                            Duration.ofMillis(10),
                                            () ->
                                                    !files(first, "current", "log_")
                                                                    .contains("log_0-")
                                                            && files(first, "sm", "snapshot").size()
                                                                    == 2))
                    .isTrue();
            assertThat(files(first, "current", "log_0")).isEmpty();
            before = first.snapshot();
        }
        try (TestManager again = first.again().leading()) {
            assertThat(again.snapshot()).isEqualTo(before);
            assertThat(files(again, "sm", "snapshot")).hasSize(2);
        }
    }

    @Test
    void takesASnapshotAfterSoManyBytesToo() throws Exception {
        try (TestGroup group =
                TestGroup.of(
                        1,
                        directory,
                        settings ->
                                settings.withSnapshots(
                                        new RaftSettings.Snapshots(1_000_000, 20_000, 2, 5)))) {
            TestManager manager = group.get(0);
            put(manager, 200);
            assertThat(
                            Deadline.in(TestManager.PATIENCE)
                                    .await(
                                            Duration.ofMillis(10),
                                            () -> !files(manager, "sm", "snapshot").isEmpty()))
                    .isTrue();
        }
    }

    @Test
    void aManagerThatWasAwayGetsASnapshotOnceItsEntriesAreGone() throws Exception {
        try (TestGroup group = TestGroup.of(3, directory, SnapshotIT::small)) {
            TestManager leader = group.leader();
            put(leader, 10);
            group.awaitSame();
            int away = group.managers.indexOf(leader) == 2 ? 1 : 2;
            group.get(away).close();
            put(leader, 200);
            assertThat(files(leader, "current", "log_0")).isEmpty();

            TestManager back = group.restart(away);
            put(leader, 3);
            group.awaitSame();
            assertThat(back.snapshot()).isEqualTo(group.leader().snapshot());
            assertThat(files(back, "tmp", "")).isEmpty();

            // and what it was sent survives its own restart
            back.close();
            TestManager again = group.restart(away);
            group.awaitSame();
            assertThat(again.snapshot()).isEqualTo(group.leader().snapshot());
        }
    }

    @Test
    void aNewManagerGetsASnapshotToo() throws Exception {
        try (TestGroup group = TestGroup.of(1, directory, SnapshotIT::small)) {
            put(group.get(0), 200);
            TestManager joiner = group.join();
            group.awaitSame();
            assertThat(joiner.snapshot()).isEqualTo(group.get(0).snapshot());
        }
    }
}
