package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.store.StoreProblem;
import belt.store.TxResult;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleSurvivorIT {
    @TempDir Path directory;

    @Test
    void aSurvivorAloneGoesOnWithEverythingAndTakesNewManagers() throws Exception {
        try (TestGroup group = TestGroup.of(3, directory)) {
            for (int i = 0; i < 10; i++) {
                Samples.put(group.leader().node(), "n" + i);
            }
            group.awaitSame();
            byte[] before = group.get(1).snapshot();
            RaftSettings survivor = group.get(1).settings;
            group.stopAll();
            group.managers.clear();

            try (var stuck = new TestManager(survivor).start(StartMode.RESTART)) {
                assertThat(stuck.node().awaitLeader(Duration.ofMillis(1500))).isEmpty();
            }
            RaftNode.makeSole(survivor);
            TestManager alone = new TestManager(survivor).start(StartMode.RESTART).leading();
            group.managers.add(alone);
            assertThat(alone.snapshot()).isEqualTo(before);
            assertThat(Samples.put(alone.node(), "after")).isInstanceOf(TxResult.Committed.class);

            TestManager fresh = group.join();
            TestManager another = group.join();
            group.awaitSame();
            assertThat(fresh.snapshot()).isEqualTo(alone.snapshot());
            alone.close();
            TestManager next = group.leader();
            assertThat(Samples.put(next.node(), "later")).isInstanceOf(TxResult.Committed.class);
            TestManager back = group.restart(0);
            group.awaitSame();
            assertThat(back.snapshot()).isEqualTo(another.snapshot());
            assertThat(next.node().status().peers()).hasSize(2);
        }
    }

    @Test
    void needsAState() {
        var settings =
                TestManager.settings(
                        new belt.model.ClusterId(belt.core.RandomId.next()),
                        directory.resolve("none"));
        assertThatThrownBy(() -> RaftNode.makeSole(settings))
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(StoreProblem.DAMAGED));
    }
}
