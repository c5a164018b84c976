package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.Machine;
import belt.provider.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// belt is killed at many points; the next create finishes what was begun, the next delete leaves nothing.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalCrashIT {
    /// One for all tests, so that the base is made once only.
    @TempDir static Path folder;

    private static @Nullable TestHost used;
    private TestHost host;
    private Path stateDir;
    private ClusterFolder cluster;

    @BeforeEach
    void prepare() throws Exception {
        TestHost.assumeItCanHaveMachines();
        host = TestHost.in(folder);
        used = host;
        stateDir = folder.resolve("clone/.belt/demo");
        cluster = ClusterFolder.of(stateDir);
    }

    @AfterEach
    void deleteAll() throws InterruptedException {
        if (host != null) {
            host.deleteAll(Map.of("demo", stateDir));
        }
    }

    @AfterAll
    static void nothingIsLeft() throws InterruptedException {
        if (used != null) {
            used.clean(Map.of("demo", folder.resolve("clone/.belt/demo")));
            assertThat(folder.resolve("host")).doesNotExist();
        }
    }

    @Test
    @Order(1) // while there is no base yet
    void createGoesOnWhereAKilledOneStopped() throws Exception {
        kill("create", () -> hasUnfinishedBase());
        kill("create", () -> Files.exists(cluster.recordFile("node2")));
        kill("create", () -> Files.exists(cluster.disk("node1").resolve("upper/etc")));
        kill("create", () -> Files.exists(cluster.disk("node1").resolve("launch.sh")));
        kill("create", this::someMachineRuns);
        host.create("demo", stateDir, "128mb", Map.of(), List.of("node1", "node2"));
        List<Machine> listed = host.list("demo", stateDir);
        assertThat(listed).hasSize(2).extracting(Machine::state).containsOnly(MachineState.ACTIVE);
        for (Machine each : listed) {
            assertThat(host.sshOutput(each, "hostname")).isEqualTo(each.name());
        }
        assertThat(host.host().bases().folder().toFile().list())
                .as("one base and its seal")
                .hasSize(2);
    }

    @Test
    void deleteCleansUpAfterAKilledCreate() throws Exception {
        kill("create", () -> Files.exists(cluster.recordFile("node1")));
        kill("create", this::someMachineRuns);
        assertThat(host.list("demo", stateDir)).hasSize(2);
    }

    @Test
    void deleteGoesOnWhereAKilledOneStopped() throws Exception {
        assertThat(ChildBelt.start("create", host, stateDir, "node1,node2").waitFor()).isZero();
        assertThat(host.list("demo", stateDir))
                .as("machines outlive the belt that made them")
                .extracting(Machine::state)
                .containsOnly(MachineState.ACTIVE);
        kill("delete", this::someMachineIsBeingRemoved);
        assertThat(host.list("demo", stateDir))
                .extracting(Machine::state)
                .containsAnyOf(MachineState.CHANGING);
    }

    @Test
    void twoAtOnceDoNotGetInEachOthersWay() throws Exception {
        Path other = folder.resolve("other/.belt/demo");
        try {
            Process first = ChildBelt.start("create", host, stateDir, "node1");
            Process second = ChildBelt.start("create", host, other, "node1");
            Process third = ChildBelt.start("create", host, stateDir, "node1,node2");
            assertThat(List.of(first.waitFor(), second.waitFor(), third.waitFor())).containsOnly(0);
            var all =
                    Stream.concat(
                                    host.list("demo", stateDir).stream(),
                                    host.list("demo", other).stream())
                            .toList();
            assertThat(all).hasSize(3);
            assertThat(all).extracting(Machine::addresses).doesNotHaveDuplicates();
            assertThat(all).extracting(Machine::state).containsOnly(MachineState.ACTIVE);
        } finally {
            host.clean(Map.of("demo", other));
        }
    }

    /// Starts a belt and kills it as soon as the condition holds, or lets it end if that comes first.
    private void kill(String verb, BooleanSupplier when) throws IOException, InterruptedException {
        Process belt = ChildBelt.start(verb, host, stateDir, "node1,node2");
        TestHost.await("the moment to kill " + verb, () -> when.getAsBoolean() || !belt.isAlive());
        belt.destroyForcibly().waitFor();
    }

    private boolean hasUnfinishedBase() {
        String[] names = host.host().bases().folder().toFile().list();
        return names != null && Stream.of(names).anyMatch(name -> name.startsWith(".new-"));
    }

    private boolean someMachineRuns() {
        return cluster.list().stream()
                .anyMatch(record -> host.host().processes(record, cluster).init().isPresent());
    }

    private boolean someMachineIsBeingRemoved() {
        return cluster.list().stream()
                .anyMatch(record -> record.phase() == MachineRecord.Phase.DELETING);
    }
}
