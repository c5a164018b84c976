package belt.cli.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Prompt prompt(String typed, boolean terminal, boolean yes, List<Risk> accepted) {
        var io =
                new Io(
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Terminals(terminal, terminal, terminal),
                        Map.of(),
                        Path.of("/"),
                        Path.of("/"),
                        InstantSource.system(),
                        () -> 80);
        return new Prompt(io, yes, accepted);
    }

    @Test
    void takesYesOnly() {
        prompt("y\n", true, false, List.of()).confirm("Make 5 machines in demo?");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("Make 5 machines in demo? [y/N] ");
        for (String answer : List.of("\n", "n\n", "yeah\n", "")) {
            assertThatThrownBy(() -> prompt(answer, true, false, List.of()).confirm("Sure?"))
                    .isInstanceOf(BeltException.Refused.class)
                    .hasMessage("not confirmed, nothing was changed");
        }
    }

    @Test
    void namesTheFlagWhereNobodyCanBeAsked() {
        assertThatThrownBy(() -> prompt("y\n", false, false, List.of()).confirm("Sure?"))
                .isInstanceOfSatisfying(
                        BeltException.Refused.class,
                        e -> assertThat(e.detail()).contains("-y answers yes"));
        prompt("", false, true, List.of()).confirm("Sure?");
    }

    @Test
    void yesAloneAcceptsNoNamedRisk() {
        assertThatThrownBy(() ->
                        prompt("", false, true, List.of())
                                .confirm("Remove 4 machines?", Risk.DATA_LOSS))
                .isInstanceOfSatisfying(
                        BeltException.Refused.class,
                        e ->
                                assertThat(e.detail().orElse(""))
                                        .startsWith("--accept-risk data-loss"));
        prompt("", false, true, List.of(Risk.DATA_LOSS))
                .confirm("Remove 4 machines?", Risk.DATA_LOSS);
        prompt("y\n", true, false, List.of()).confirm("Remove 4 machines?", Risk.DATA_LOSS);
    }

    @Test
    void hasANameTyped() {
        prompt("prod\n", true, true, List.of())
                .confirmByName("Remove the protected cluster prod?", "prod");
        assertThatThrownBy(
                        () -> prompt("y\n", true, true, List.of()).confirmByName("Remove?", "prod"))
                .isInstanceOf(BeltException.Refused.class);
    }

    @Test
    void hasTheNameTypedWhereAHabitWouldBeAPity() {
        prompt("prod\n", true, false, List.of()).confirmTyped("Remove 6?", Risk.DATA_LOSS, "prod");
        prompt("", false, true, List.of(Risk.DATA_LOSS))
                .confirmTyped("Remove 6?", Risk.DATA_LOSS, "prod");
        for (String typed : List.of("y\n", "\n", "")) {
            assertThatThrownBy(() ->
                            prompt(typed, true, false, List.of(Risk.DATA_LOSS))
                                    .confirmTyped("Remove 6?", Risk.DATA_LOSS, "prod"))
                    .isInstanceOf(BeltException.Refused.class);
        }
        assertThatThrownBy(() ->
                        prompt("prod\n", true, true, List.of())
                                .confirmTyped("Remove 6?", Risk.DATA_LOSS, "prod"))
                .isInstanceOf(BeltException.Refused.class);
    }

    @Test
    void readsRisksByName() {
        assertThat(Risk.parseList("data-loss, cost")).containsExactly(Risk.DATA_LOSS, Risk.COST);
        assertThatThrownBy(() -> Risk.parseList("data-los"))
                .isInstanceOfSatisfying(
                        BeltException.InvalidInput.class,
                        e -> assertThat(e.detail()).contains("did you mean data-loss?"));
    }
}
