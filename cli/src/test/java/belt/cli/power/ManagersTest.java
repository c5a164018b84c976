package belt.cli.power;

import static org.assertj.core.api.Assertions.assertThat;

import belt.client.JsonObject;
import belt.client.NodeSummary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManagersTest {
    private static final Managers THREE =
            managers(
                    manager("m1", true, "reachable"),
                    manager("m2", false, "reachable"),
                    manager("m3", false, "reachable"),
                    worker("w1"),
                    worker("w2"));

    @Test
    void oneOfThreeMayStandStillAndTwoMayNot() {
        assertThat(THREE.lossWithout(Set.of("m1", "w1", "w2"))).isEmpty();
        assertThat(THREE.lossWithout(Set.of("m1", "m3")))
                .contains(
                        "without m1, m3 only 1 of 3 managers answers, and the cluster can decide nothing any more");
        assertThat(THREE.lossWithout(Set.of("w1", "w2", "other"))).isEmpty();
    }

    @Test
    void aManagerThatDoesNotAnswerCountsAgainstTheOthers() {
        var managers =
                managers(
                        manager("m1", true, "reachable"),
                        manager("m2", false, "reachable"),
                        manager("m3", false, "unreachable"));
        assertThat(managers.vital(List.of("m1", "m2", "m3", "w1"))).containsExactly("m1", "m2");
        assertThat(managers.lossWithout(Set.of("m3"))).isEmpty();
    }

    @Test
    void theOnlyManagerIsMissed() {
        assertThat(managers(manager("m1", true, "reachable")).lossWithout(Set.of("m1")))
                .contains(
                        "without m1 no manager answers, and the cluster can decide nothing any more");
    }

    @Test
    void whoLeavesInGoodOrderIsMissedOnlyByManagersThatDoNotAnswer() {
        assertThat(THREE.lossAfter(Set.of("m1", "m3", "w1"))).isEmpty();
        assertThat(THREE.lossAfter(Set.of("w1"))).isEmpty();
        assertThat(THREE.lossAfter(Set.of("m1", "m2", "m3")))
                .contains("no manager is left, and the cluster's data goes with the last one");
        var managers =
                managers(
                        manager("m1", true, "reachable"),
                        manager("m2", false, "reachable"),
                        manager("m3", false, "unreachable"));
        assertThat(managers.lossAfter(Set.of("m3"))).isEmpty();
        assertThat(managers.lossAfter(Set.of("m1")))
                .contains(
                        "only 1 of the 2 managers that are left answers, and the cluster can decide nothing any more");
    }

    @Test
    void workersGoTogetherManagersInTurnTheLeaderLast() {
        assertThat(THREE.inTurn(List.of("m1", "w1", "m2", "w2", "m3"), name -> name))
                .containsExactly(List.of("w1", "w2"), List.of("m2"), List.of("m3"), List.of("m1"));
    }

    @Test
    void whereNobodyCanTellAllGoInTurnAndNothingIsEndangered() {
        var unknown = new Managers(Optional.empty());
        assertThat(unknown.inTurn(List.of("a", "b"), name -> name))
                .containsExactly(List.of("a"), List.of("b"));
        assertThat(unknown.lossWithout(Set.of("a", "b"))).isEmpty();
        assertThat(Managers.NONE.inTurn(List.of("a", "b"), name -> name))
                .containsExactly(List.of("a", "b"));
    }

    static Managers managers(NodeSummary... nodes) {
        return new Managers(Optional.of(List.of(nodes)));
    }

    static NodeSummary worker(String name) {
        return node(name, null);
    }

    static NodeSummary manager(String name, boolean leader, String reachability) {
        return node(name, new NodeSummary.Standing(leader, reachability));
    }

    private static NodeSummary node(
            String name, NodeSummary.@org.jspecify.annotations.Nullable Standing standing) {
        return new NodeSummary(
                name,
                1,
                name,
                standing == null ? "worker" : "manager",
                "active",
                "ready",
                "10.0.0.1",
                "28",
                standing,
                JsonObject.empty());
    }
}
