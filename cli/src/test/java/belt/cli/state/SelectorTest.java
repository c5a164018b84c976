package belt.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
    private static final List<Machine> ALL =
            List.of(
                    machine("web1", "a"),
                    machine("web2", "b"),
                    machine("web10", "a"),
                    machine("db", "b"));

    private static Machine machine(String name, String zone) {
        return Machine.named(name, name, "local", "demo")
                .region("nyc3")
                .size(new MachineSize("512mb", 0, 1))
                .state(name.equals("web2") ? MachineState.STOPPED : MachineState.ACTIVE)
                .labels(Map.of("zone", zone))
                .build();
    }

    private static List<String> select(String... words) {
        return Selector.of(List.of(words), 100)
                .select(
                        ALL,
                        machine ->
                                machine.name().equals("db")
                                        ? Set.of("managers")
                                        : Set.of("workers"))
                .stream()
                .map(Machine::name)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web1 | web1",
                "web[1:2] | web1 web2",
                "db,web1 | db web1",
                "web[1,10],db | web1 web10 db",
                "web* | web1 web2 web10",
                "web? | web1 web2",
                "@all | web1 web2 web10 db",
                "@all,!db | web1 web2 web10",
                "web*,!web[1:2] | web10",
                "@down | web2",
                "@managers | db",
                "@workers,!@down | web1 web10",
                "zone=a | web1 web10",
                "region=nyc3,!zone=b | web1 web10",
            })
    void selects(String words, String names) {
        assertThat(select(words)).containsExactly(names.split(" "));
    }

    @Test
    void uniteWords() {
        assertThat(select("db", "web1")).containsExactly("db", "web1");
    }

    @Test
    void namesTheNearestOfAnUnknownName() {
        assertThatThrownBy(() -> select("wbe1"))
                .isInstanceOfSatisfying(
                        BeltException.NotFound.class,
                        e -> assertThat(e.detail()).contains("did you mean web1?"));
    }

    @Test
    void anEmptySelectionIsAnError() {
        assertThatThrownBy(() -> select("x*"))
                .isInstanceOf(BeltException.NotFound.class)
                .hasMessage("'x*' selects no machine");
        assertThatThrownBy(() -> select("@mangers"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("there is no group '@mangers'");
    }
}
