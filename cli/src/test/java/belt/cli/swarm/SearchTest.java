package belt.cli.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Answers are numbers here, their own ranks.
class SearchTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private final CountDownLatch over = new CountDownLatch(1);

    private static Machine machine(String name) {
        return Machine.named(name, name, "cloud", "demo").state(MachineState.ACTIVE, null).build();
    }

    private static BeltException silent(Machine machine) {
        return new BeltException.Unreachable(CoreProblem.DEADLINE, machine.name() + " is silent");
    }

    private int never(Machine machine) {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw silent(machine);
    }

    @Test
    void thePreferredOneAloneIsAskedIfItWillDo() throws Exception {
        var search =
                new Search<Integer>(
                        machine -> {
                            assertThat(machine.name()).isEqualTo("a");
                            return 0;
                        },
                        rank -> rank);
        assertThat(search.run(List.of(machine("a"), machine("b")), LONG)).contains(0);
    }

    @Test
    void nobodyWaitsForASilentOne() throws Exception {
        var search =
                new Search<Integer>(
                        machine -> machine.name().equals("c") ? 0 : never(machine), rank -> rank);
        List<Machine> machines = List.of(machine("a"), machine("b"), machine("c"));
        assertThat(search.run(machines, Duration.ofMillis(10))).contains(0);
        assertThat(search.answered(machines.getFirst())).isFalse();
        assertThat(search.silent()).isEmpty();
        over.countDown();
    }

    @Test
    void theBestIsTakenIfNoneWillDoAndWhoIsSilentIsKnown() throws Exception {
        Map<String, Integer> ranks = Map.of("a", 2, "b", 1, "c", 2);
        var search =
                new Search<Integer>(
                        machine -> {
                            Integer rank = ranks.get(machine.name());
                            if (rank == null) {
                                throw silent(machine);
                            }
                            return rank;
                        },
                        rank -> rank);
        List<Machine> machines =
                IntStream.rangeClosed('a', 'z')
                        .mapToObj(letter -> machine(Character.toString(letter)))
                        .toList();
        assertThat(search.run(machines, LONG)).contains(1);
        assertThat(search.silent()).hasSize(23).containsKey("z");
        assertThat(search.answered(machines.getFirst())).isTrue();
    }

    @Test
    void aRefusalIsNoSilence() {
        var search =
                new Search<Integer>(
                        _ -> {
                            throw new BeltException.MissingCredentials(
                                    CoreProblem.DEADLINE, "not let in");
                        },
                        rank -> rank);
        assertThatThrownBy(() -> search.run(List.of(machine("a")), Duration.ZERO))
                .isInstanceOf(BeltException.MissingCredentials.class);
    }

    @Test
    void nobodyIsThere() throws Exception {
        var search =
                new Search<Integer>(
                        machine -> {
                            throw silent(machine);
                        },
                        rank -> rank);
        assertThat(search.run(List.of(machine("a")), LONG)).isEqualTo(Optional.empty());
        assertThat(search.silent()).containsOnlyKeys("a");
    }
}
