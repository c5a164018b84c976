package belt.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {
    @TempDir Path folder;

    private Path file() {
        return folder.resolve("machines.jsonl");
    }

    static Machine machine(String name) {
        return Machine.named(name, "17", "local", "demo")
                .region("local")
                .size(new MachineSize("512mb", 512L << 20, 2))
                .image("debian \"12\"")
                .addresses(List.of("10.77.1.1", "fd00::1"))
                .ssh("admin", 2222, "keys/other")
                .state(MachineState.STOPPED, "the host was restarted")
                .hostKeys(List.of("ssh-ed25519 AAAA"))
                .labels(Map.of("zone", "ä1"))
                .createdAt(Instant.parse("2026-05-04T10:00:00Z"))
                .batch("k3x9")
                .pricePerHour(new BigDecimal("0.00744"))
                .build();
    }

    @Test
    void isEmptyWithoutAFile() {
        assertThat(new Inventory(file()).machines()).isEmpty();
    }

    @Test
    void keepsEverythingAboutAMachine() {
        var inventory = new Inventory(file());
        inventory.save(List.of(machine("web1")));
        assertThat(inventory.machines()).containsExactly(machine("web1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-04T10:00:00Z",
                "1999-12-31T23:59:59.9Z",
                "2026-02-28T01:02:03.000123Z",
                "2026-02-28T01:02:03.123456789Z",
                "-0004-02-28T01:02:03Z",
            })
    void readsTimesAsTheJdkDoes(String text) {
        assertThat(MachineLine.instant(text)).isEqualTo(Instant.parse(text));
    }

    @Test
    void namesTheLineWhoseTimeIsNoTime() throws IOException {
        Files.writeString(
                file(), "{\"format\":1,\"name\":\"a\",\"createdAt\":\"2026-13-04T10:00:00Z\"}\n");
        assertThatThrownBy(() -> new Inventory(file()).machines())
                .isInstanceOf(BeltException.OperationFailed.class)
                .hasMessageContaining("machines.jsonl:1:");
    }

    @Test
    void keepsMachinesInNaturalOrderAndReplacesByName() {
        var inventory = new Inventory(file());
        inventory.put(List.of(machine("web10"), machine("web2")));
        inventory.put(List.of(machine("web2"), machine("db")));
        inventory.remove(List.of("db"));
        assertThat(inventory.machines()).extracting(Machine::name).containsExactly("web2", "web10");
    }

    @Test
    void passesOverMembersThatANeighbouringVersionAdded() throws IOException {
        Files.writeString(
                file(),
                "{\"format\":1,\"name\":\"a\",\"new\":{\"x\":[1,2]},\"state\":\"active\"}\n");
        assertThat(new Inventory(file()).require("a").state()).isEqualTo(MachineState.ACTIVE);
    }

    @Test
    void refusesANewerFormatAndLeavesTheFileAlone() throws IOException {
        String text = "{\"format\":2,\"name\":\"a\"}\n";
        Files.writeString(file(), text);
        assertThatThrownBy(() -> new Inventory(file()).machines())
                .isInstanceOfSatisfying(
                        BeltException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(CoreProblem.STATE_NEWER))
                .hasMessageContaining("has format 2, and this belt knows formats up to 1");
        assertThat(file()).hasContent(text);
    }

    @Test
    void bringsAnOlderFormatUpAndKeepsACopy() throws IOException {
        String text = "{\"format\":1,\"host\":\"a\"}\n{\"format\":1,\"host\":\"b\"}\n";
        Files.writeString(file(), text);
        var second =
                new StateFormat(
                        2,
                        Map.of(
                                1,
                                record -> {
                                    record.put("name", record.remove("host"));
                                    return record;
                                }));
        assertThat(new Inventory(file(), second).machines())
                .extracting(Machine::name)
                .containsExactly("a", "b");
        assertThat(folder.resolve("machines.jsonl.old-format")).hasContent(text);
        assertThat(Files.readString(file())).startsWith("{\"format\":2,");
    }

    @Test
    void namesTheLineThatIsDamaged() throws IOException {
        Files.writeString(file(), "{\"format\":1,\"name\":\"a\"}\n{\"format\":1,\"na");
        assertThatThrownBy(() -> new Inventory(file()).machines())
                .isInstanceOf(BeltException.OperationFailed.class)
                .hasMessageContaining("machines.jsonl:2: a string is never closed");
    }

    @Test
    void namesTheNearestMachines() {
        var inventory = new Inventory(file());
        inventory.save(List.of(machine("web1"), machine("db")));
        assertThatThrownBy(() -> inventory.require("wbe1"))
                .isInstanceOfSatisfying(
                        BeltException.NotFound.class,
                        e -> assertThat(e.detail()).contains("did you mean web1?"));
    }

    @Test
    void aMachineIsFoundThoughAnotherLineCannotBeRead() throws IOException {
        Files.writeString(
                file(),
                """
                nonsense
                {"format":1,"name":"a","state":"active"}
                {"name":"turned","format":1}
                {"format":1,"name":"a","state":"stopped"}
                {"format":1,"name":"with \\"quotes\\""}
                """);
        var inventory = new Inventory(file());
        assertThat(inventory.require("a").state()).isEqualTo(MachineState.ACTIVE);
        assertThatThrownBy(() -> inventory.require("b")).hasMessageContaining("machines.jsonl:1:");
    }

    @Test
    void machinesAreFoundInTheOrderInWhichTheyAreNamedHoweverTheirLinesAreWritten()
            throws IOException {
        Files.writeString(
                file(),
                """
                {"format":1,"name":"a"}
                {"name":"turned","format":1}
                { "format":1, "name":"b" }
                {"format":1,"name":"with \\"quotes\\""}
                """);
        assertThat(
                        new Inventory(file())
                                .require(List.of("with \"quotes\"", "b", "a", "turned", "a")))
                .extracting(Machine::name)
                .containsExactly("with \"quotes\"", "b", "a", "turned", "a");
    }
}
