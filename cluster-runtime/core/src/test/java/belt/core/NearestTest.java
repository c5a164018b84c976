package belt.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> COMMANDS =
            List.of("create", "start", "stop", "status", "stack", "swarm", "ssh", "ls", "rm");

    @Test
    void findsSlipsOfTheFinger() {
        assertThat(Nearest.to("craete", COMMANDS)).containsExactly("create");
        assertThat(Nearest.to("STOP", COMMANDS)).startsWith("stop");
        assertThat(Nearest.to("sl", COMMANDS)).contains("ls");
    }

    @Test
    void namesAtMostThreeTheNearestFirst() {
        assertThat(Nearest.to("sta", COMMANDS)).hasSize(3).allMatch(word -> word.startsWith("sta"));
    }

    @Test
    void staysSilentWhereNothingIsSimilar() {
        assertThat(Nearest.to("kubernetes", COMMANDS)).isEmpty();
        assertThat(Nearest.hint("kubernetes", COMMANDS)).isEmpty();
    }

    @Test
    void hintReadsAsAQuestion() {
        assertThat(Nearest.hint("craete", COMMANDS)).isEqualTo("did you mean create?");
        assertThat(Nearest.hint("web", List.of("web1", "web2", "db")))
                .isEqualTo("did you mean web1 or web2?");
    }

    @Test
    void countsSwappedNeighboursOnce() {
        assertThat(Nearest.distance("swram", "swarm")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }
}
