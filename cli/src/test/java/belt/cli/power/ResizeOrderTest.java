package belt.cli.power;

import static belt.cli.power.ManagersTest.manager;
import static belt.cli.power.ManagersTest.managers;
import static belt.cli.power.ManagersTest.worker;
import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.power.ResizePlan.Change;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResizeOrderTest {
    private static final MachineSize SIZE = new MachineSize("big", 8L << 30, 4);

    @Test
    void managersGoOneAfterTheOtherBehindTheWorkersAndTheLeaderLast() {
        var order =
                ResizeOrder.of(
                        List.of(down("m1"), down("m2"), down("m3"), down("w1"), down("w2")),
                        managers(
                                manager("m1", true, "reachable"),
                                manager("m2", false, "reachable"),
                                manager("m3", false, "reachable"),
                                worker("w1"),
                                worker("w2")));
        assertThat(names(order))
                .containsExactly(List.of("w1", "w2"), List.of("m2"), List.of("m3"), List.of("m1"));
        assertThat(order.endangered()).isEmpty();
    }

    @Test
    void aManagerWithoutWhichTooFewAnswerIsNamed() {
        var nodes =
                managers(
                        manager("m1", true, "reachable"),
                        manager("m2", false, "reachable"),
                        manager("m3", false, "unreachable"));
        var order = ResizeOrder.of(List.of(down("m2"), down("m3")), nodes);
        assertThat(order.endangered()).containsExactly("m2");
        var alone = managers(manager("m1", true, "reachable"));
        assertThat(ResizeOrder.of(List.of(down("m1")), alone).endangered()).containsExactly("m1");
    }

    @Test
    void whatNeedNotStandStillGoesTogether() {
        var order =
                ResizeOrder.of(
                        List.of(live("m1"), live("m2")),
                        managers(
                                manager("m1", true, "reachable"),
                                manager("m2", false, "reachable")));
        assertThat(names(order)).containsExactly(List.of("m1", "m2"));
        assertThat(order.endangered()).isEmpty();
    }

    @Test
    void whereNobodyAnswersTheyGoOneByOne() {
        var order = ResizeOrder.of(List.of(down("a"), down("b")), new Managers(Optional.empty()));
        assertThat(names(order)).containsExactly(List.of("a"), List.of("b"));
    }

    private static List<List<String>> names(ResizeOrder order) {
        return order.groups().stream()
                .map(group -> group.stream().map(change -> change.machine().name()).toList())
                .toList();
    }

    private static Change down(String name) {
        return new Change(machine(name), SIZE, true, null, null);
    }

    private static Change live(String name) {
        return new Change(machine(name), SIZE, false, null, null);
    }

    private static Machine machine(String name) {
        return Machine.named(name, name, "cloud", "demo").state(MachineState.ACTIVE, null).build();
    }
}
