package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.model.ClusterId;
import belt.store.StoreProblem;
import belt.store.TxResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up: a small file system in memory. Needs root.
@Timeout(60)
class DiskFullIT {
    private static final int ENTRY_BYTES = 200_000;

    @TempDir Path directory;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=24m", "belt-test", directory.toString()),
                "mounting a file system needs root: sudo ./mvnw -pl cluster-runtime/raft -am verify");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", directory.toString());
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    @Test
    void failsWhatIsPendingEndsAndLosesNothing() throws Exception {
        var settings =
                TestManager.settings(new ClusterId(RandomId.next()), directory.resolve("raft"));
        List<String> stored = new ArrayList<>();
        var manager = new TestManager(settings);
        try (manager) {
            manager.start(StartMode.NEW_CLUSTER).leading();
            BeltException failure = fill(manager, stored);
            assertThat(failure.code()).isEqualTo(StoreProblem.LOG_CLOSED);
            manager.awaitEvent("failed store.log-closed");
            assertThat(manager.events)
                    .containsSubsequence("leads", "lost", "failed store.log-closed");
            // from now on at once
            CompletableFuture<TxResult> late = manager.node().propose(Samples.create("late"));
            assertThat(late).isCompletedExceptionally();
        }
        assertThat(stored).hasSizeGreaterThan(10);

        // the supervisor starts it again, still without room
        Path filler = directory.resolve("filler");
        fillWith(filler);
        assertThatThrownBy(manager::again)
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(RaftProblem.DISK_FULL));

        Files.delete(filler);
        assertThat(run("mount", "-o", "remount,size=64m", directory.toString())).isTrue();
        try (TestManager again = manager.again().leading()) {
            assertThat(Samples.names(again)).containsAll(stored);
            assertThat(Samples.put(again.node(), "more")).isInstanceOf(TxResult.Committed.class);
        }
    }

    private static BeltException fill(TestManager manager, List<String> stored) throws Exception {
        for (int i = 0; i < 200; i++) {
            String name = i + "-" + "x".repeat(ENTRY_BYTES);
            try {
                manager.node().propose(Samples.create(name)).get(20, TimeUnit.SECONDS);
                stored.add(name);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BeltException ours) {
                    return ours;
                }
                throw e;
            }
        }
        throw new AssertionError("the disk did not fill up");
    }

    private static void fillWith(Path filler) throws Exception {
        byte[] block = new byte[64 << 10];
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (java.io.IOException _) {
            // full, as wanted
        }
    }
}
