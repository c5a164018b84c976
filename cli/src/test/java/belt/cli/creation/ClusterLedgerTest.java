package belt.cli.creation;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import belt.provider.Machine;
import belt.provider.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLedgerTest {
    @TempDir Path folder;

    private final FakeClock clock = new FakeClock();
    private ClusterState cluster;
    private ClusterLedger ledger;

    @BeforeEach
    void begin() {
        cluster = Workspace.find(folder).create("demo", "cloud", Map.of());
        ledger = ClusterLedger.of(cluster, clock);
    }

    @Test
    void threeThousandMachinesInBatchesOfTenAreAFewWritesOfTheInventory() throws IOException {
        Set<Object> writes = new HashSet<>();
        for (int batch = 0; batch < 300; batch++) {
            ledger.put(machines(batch * 10, 10));
            assertThat(ledger.machines()).hasSize(batch * 10 + 10);
            Path file = cluster.folder().resolve("machines.jsonl");
            if (Files.exists(file)) {
                writes.add(Files.size(file));
            }
        }
        ledger.flush();
        assertThat(writes).hasSizeLessThan(10);
        assertThat(cluster.inventory().machines()).hasSize(3000);
    }

    @Test
    void whatWaitsIsWrittenAfterTwoSeconds() {
        ledger.put(machines(0, 1));
        assertThat(cluster.inventory().machines()).isEmpty();
        clock.advance(Duration.ofSeconds(3));
        ledger.put(machines(1, 1));
        assertThat(cluster.inventory().machines()).hasSize(2);
    }

    @Test
    void removalIsWrittenAtOnceAndOnlyByTheSameId() {
        ledger.put(machines(0, 2));
        Machine other = Machine.named("n1", "other", "cloud", "demo").build();
        ledger.remove(List.of(machines(0, 1).getFirst(), other));
        assertThat(cluster.inventory().machines()).extracting(Machine::name).containsExactly("n1");
    }

    private static List<Machine> machines(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Machine.named("n" + i, "id" + i, "cloud", "demo").build())
                .toList();
    }
}
