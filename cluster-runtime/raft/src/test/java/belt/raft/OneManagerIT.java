package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.model.ClusterId;
import belt.model.Node;
import belt.store.Action;
import belt.store.StoreProblem;
import belt.store.TxResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneManagerIT {
    @TempDir Path directory;

    private TestManager fresh() throws InterruptedException {
        return fresh("raft").leading();
    }

    private TestManager fresh(String name) {
        var settings =
                TestManager.settings(new ClusterId(RandomId.next()), directory.resolve(name));
        return new TestManager(settings).start(StartMode.NEW_CLUSTER);
    }

    @Test
    void leadsAloneAndKeepsWhatWasCommittedAcrossARestart() throws Exception {
        byte[] before;
        TestManager first = fresh();
        try (first) {
            first.awaitEvent("leads");
            assertThat(Samples.put(first.node(), "a")).isEqualTo(new TxResult.Committed(1));
            assertThat(Samples.put(first.node(), "b")).isEqualTo(new TxResult.Committed(2));
            before = first.snapshot();
        }
        assertThat(first.events).containsExactly("leads", "lost");
        try (TestManager second = first.again().leading()) {
            assertThat(Samples.names(second)).containsExactly("a", "b");
            assertThat(second.snapshot()).isEqualTo(before);
            assertThat(Samples.put(second.node(), "c")).isEqualTo(new TxResult.Committed(3));
        }
    }

    @Test
    void answersAConflictWithoutChangingAnything() throws Exception {
        try (TestManager manager = fresh()) {
            Node node = Samples.node("a");
            manager.node().propose(Samples.create(node)).get(20, TimeUnit.SECONDS);
            List<Action> stale =
                    List.of(
                            new Action.PutNode(Samples.node("b"), 0),
                            new Action.SetNodeSpec(node.id(), node.spec(), 7));
            assertThat(manager.node().propose(stale).get(20, TimeUnit.SECONDS))
                    .isEqualTo(
                            new TxResult.Conflict(
                                    "node " + node.id() + " has version 1, expected 7"));
            assertThat(Samples.names(manager)).containsExactly("a");
        }
    }

    @Test
    void keepsTheOrderOfEachThreadUnderEightThreads() throws Exception {
        try (TestManager manager = fresh()) {
            int threads = 8;
            int each = 250;
            List<Thread> running = new ArrayList<>();
            List<CompletableFuture<TxResult>> results =
                    java.util.Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < threads; t++) {
                String prefix = "t" + t + "-";
                running.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (int i = 0; i < each; i++) {
                                        results.add(
                                                manager.node().propose(Samples.create(prefix + i)));
                                    }
                                }));
            }
            for (Thread thread : running) {
                thread.join();
            }
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                    .get(30, TimeUnit.SECONDS);
            List<String> names = Samples.names(manager);
            assertThat(names).hasSize(threads * each);
            for (int t = 0; t < threads; t++) {
                String prefix = "t" + t + "-";
                List<Integer> numbers =
                        names.stream()
                                .filter(name -> name.startsWith(prefix))
                                .map(name -> Integer.parseInt(name.substring(prefix.length())))
                                .toList();
                assertThat(numbers).isSorted().hasSize(each);
            }
            // group commit: far fewer entries than transactions
            assertThat(manager.node().status().position().applied()).isLessThan(threads * each / 4);
        }
    }

    @Test
    void refusesATransactionThatNoEntryCanHold() throws Exception {
        try (TestManager manager = fresh()) {
            var node = Samples.node("x".repeat(RatisProperties.ENTRY_BYTES_MAX));
            assertThatThrownBy(() ->
                            manager.node().propose(Samples.create(node)).get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            BeltException.InvalidInput.class,
                            e -> assertThat(e.code()).isEqualTo(StoreProblem.TOO_LARGE));
            var largest = Samples.node("y".repeat(RatisProperties.ENTRY_BYTES_MAX - 500));
            assertThat(manager.node().propose(Samples.create(largest)).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(TxResult.Committed.class);
        }
    }

    @Test
    void refusesProposalsWhileItWaitsToBeAdded() throws Exception {
        var settings =
                TestManager.settings(new ClusterId(RandomId.next()), directory.resolve("joiner"));
        try (TestManager joiner = new TestManager(settings).start(StartMode.JOIN)) {
            assertThat(joiner.node().awaitLeader(Duration.ofMillis(1500))).isEmpty();
            assertThat(joiner.node().status().role()).isEqualTo(RaftStatus.Role.NONE);
            assertThat(joiner.events).isEmpty();
            CompletableFuture<TxResult> refused = joiner.node().propose(Samples.create("a"));
            assertThatThrownBy(() -> refused.get(1, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            BeltException.Unreachable.class,
                            e -> assertThat(e.code()).isEqualTo(StoreProblem.NO_LEADER));
        }
    }

    @Test
    void refusesAFolderOrAPortThatIsInUse() throws Exception {
        try (TestManager manager = fresh()) {
            assertThatThrownBy(() -> manager.again())
                    .isInstanceOfSatisfying(
                            BeltException.Conflict.class,
                            e -> assertThat(e.code()).isEqualTo(RaftProblem.FOLDER_IN_USE));
            var other =
                    new RaftSettings(
                            manager.settings.member(),
                            directory.resolve("other"),
                            null,
                            TestManager.QUICK,
                            manager.settings.log(),
                            manager.settings.snapshots());
            assertThatThrownBy(() -> new TestManager(other).start(StartMode.NEW_CLUSTER))
                    .isInstanceOfSatisfying(
                            BeltException.Conflict.class,
                            e -> assertThat(e.code()).isEqualTo(RaftProblem.ADDRESS_IN_USE));
        }
        var settings =
                TestManager.settings(new ClusterId(RandomId.next()), directory.resolve("raft"));
        assertThatThrownBy(() -> new TestManager(settings).start(StartMode.NEW_CLUSTER))
                .isInstanceOfSatisfying(
                        BeltException.Conflict.class,
                        e -> assertThat(e.code()).isEqualTo(RaftProblem.STATE_EXISTS));
        RaftNode.wipe(directory.resolve("raft"));
        new TestManager(settings).start(StartMode.NEW_CLUSTER).leading().close();
    }

    @Test
    void beginsAgainAfterAStartThatStoredNothing() throws Exception {
        var settings =
                TestManager.settings(new ClusterId(RandomId.next()), directory.resolve("begun"));
        try (var joiner = new TestManager(settings).start(StartMode.JOIN)) {
            assertThat(joiner.running()).isTrue();
            assertThat(RaftNode.holdsState(settings)).isFalse();
        }
        try (var manager = new TestManager(settings).start(StartMode.NEW_CLUSTER).leading()) {
            Samples.put(manager.node(), "a");
            assertThat(RaftNode.holdsState(settings)).isTrue();
        }
    }
}
