package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.RandomId;
import belt.model.ClusterId;
import belt.model.NodeId;
import belt.store.StoreProblem;
import belt.store.TxResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipIT {
    @TempDir Path directory;

    @Test
    void addsTransfersAndRemovesManagers() throws Exception {
        try (TestGroup group = TestGroup.of(3, directory)) {
            TestManager first = group.get(0);
            assertThat(Samples.put(first.node(), "a")).isInstanceOf(TxResult.Committed.class);
            group.awaitSame();
            assertThat(group.get(1).snapshot()).isEqualTo(first.snapshot());
            assertThat(group.get(2).snapshot()).isEqualTo(first.snapshot());
            assertThat(first.node().status().peers())
                    .hasSize(2)
                    .allMatch(RaftStatus.Peer::reachable);
            group.add(group.get(1)); // again: nothing to do

            assertThatThrownBy(() ->
                            group.get(1)
                                    .node()
                                    .propose(Samples.create("x"))
                                    .get(1, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageContaining(first.id() + " is")
                    .isInstanceOfSatisfying(
                            BeltException.Unreachable.class,
                            e -> assertThat(e.code()).isEqualTo(StoreProblem.NOT_LEADER));

            first.node().transferLeadership(group.get(1).id(), TestManager.PATIENCE);
            TestManager second = group.get(1).leading();
            first.awaitEvent("lost");
            assertThat(Samples.put(second.node(), "b")).isInstanceOf(TxResult.Committed.class);
            assertThat(first.node().leader()).contains(second.id());

            // the leader itself: it hands over, and the next one removes it
            assertThat(second.node().removeMember(second.id(), TestManager.PATIENCE))
                    .isEqualTo(RaftNode.Removal.HANDED_OVER);
            second.awaitEvent("lost");
            TestManager third = group.leader();
            assertThat(third).isNotSameAs(second);
            assertThat(third.node().removeMember(second.id(), TestManager.PATIENCE))
                    .isEqualTo(RaftNode.Removal.REMOVED);
            second.awaitEvent("removed");
            assertThat(second.events).containsSubsequence("leads", "lost", "removed");
            assertThat(Samples.put(third.node(), "c")).isInstanceOf(TxResult.Committed.class);

            // a removed manager may come again, with a clean folder
            second.close();
            RaftNode.wipe(second.settings.directory());
            group.managers.remove(second);
            TestManager back = new TestManager(second.settings).start(StartMode.JOIN);
            group.managers.add(back);
            group.add(back);
            group.awaitSame();
            assertThat(back.snapshot()).isEqualTo(third.snapshot());
            assertThat(back.events).doesNotContain("removed");
        }
    }

    @Test
    void aJoinerThatDoesNotAnswerHarmsNobody() throws Exception {
        try (TestGroup group = TestGroup.of(2, directory)) {
            TestManager leader = group.leader();
            long term = leader.node().status().position().term();
            var missing = new NodeId(RandomId.next());
            assertThatThrownBy(() ->
                            leader.node()
                                    .addMember(
                                            missing,
                                            "127.0.0.1:" + TestManager.freePort(),
                                            TestManager.PATIENCE))
                    .isInstanceOfSatisfying(
                            BeltException.Unreachable.class,
                            e -> assertThat(e.code()).isEqualTo(RaftProblem.MEMBER_UNREACHABLE));

            // somebody answers, but waits for another cluster
            var settings =
                    TestManager.settings(
                            new ClusterId(RandomId.next()), directory.resolve("other"));
            try (var other = new TestManager(settings).start(StartMode.JOIN)) {
                assertThatThrownBy(() ->
                                leader.node()
                                        .addMember(
                                                other.id(),
                                                settings.member().address(),
                                                TestManager.PATIENCE))
                        .isInstanceOfSatisfying(
                                BeltException.Unreachable.class,
                                e ->
                                        assertThat(e.code())
                                                .isEqualTo(RaftProblem.MEMBER_UNREACHABLE));
            }
            assertThat(Samples.put(leader.node(), "a")).isInstanceOf(TxResult.Committed.class);
            assertThat(leader.node().status().position().term()).isEqualTo(term);
            assertThat(leader.node().status().peers()).hasSize(1);
        }
    }

    @Test
    void newManagersHaveAVoteAtOnce() throws Exception {
        try (TestGroup group = TestGroup.of(3, directory)) {
            TestManager first = group.get(0);
            Samples.put(first.node(), "a");
            group.awaitSame();
            first.close();
            TestManager next = group.leader();
            assertThat(Samples.put(next.node(), "b")).isInstanceOf(TxResult.Committed.class);
        }
    }

    @Test
    void refusesToRemoveTheLastManagerOrTheQuorum() throws Exception {
        try (TestGroup group = TestGroup.of(1, directory)) {
            TestManager only = group.get(0);
            assertRefused(only, only.id(), RaftProblem.LAST_MANAGER);
            TestManager second = group.join();
            TestManager third = group.join();
            second.close();
            assertThat(
                            Deadline.in(TestManager.PATIENCE)
                                    .await(
                                            Duration.ofMillis(20),
                                            () ->
                                                    only.node().status().peers().stream()
                                                            .anyMatch(peer -> !peer.reachable())))
                    .isTrue();
            assertRefused(only, third.id(), RaftProblem.QUORUM);
            // the one that is away may be removed, and hears of it when it comes back
            assertThat(only.node().removeMember(second.id(), TestManager.PATIENCE))
                    .isEqualTo(RaftNode.Removal.REMOVED);
            assertThat(Samples.put(only.node(), "a")).isInstanceOf(TxResult.Committed.class);
            TestManager late = group.restart(1);
            late.awaitEvent("removed");
            assertThat(late.events).containsExactly("removed");
        }
    }

    private static void assertRefused(TestManager leader, NodeId id, RaftProblem problem) {
        assertThatThrownBy(() -> leader.node().removeMember(id, TestManager.PATIENCE))
                .isInstanceOfSatisfying(
                        BeltException.Refused.class, e -> assertThat(e.code()).isEqualTo(problem));
    }
}
