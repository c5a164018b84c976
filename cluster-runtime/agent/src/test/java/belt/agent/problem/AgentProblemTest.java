package belt.agent.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentProblemTest {
    @ParameterizedTest
    @EnumSource(AgentProblem.class)
    void hasAFixAndASectionInTheDocuments(AgentProblem problem) throws IOException {
        assertThat(problem.fix()).matches("[A-Z].*[^.]").doesNotContain("\n");
        assertThat(Files.readString(Path.of("../../docs/errors/agent.md")))
                .contains("\n## " + problem.id() + "\n");
    }
}
