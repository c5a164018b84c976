package belt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineProblemTest {
    @ParameterizedTest
    @EnumSource(EngineProblem.class)
    void hasAFixAndASectionInTheDocuments(EngineProblem problem) throws IOException {
        assertThat(problem.fix()).matches("[A-Z].*[^.]").doesNotContain("\n");
        assertThat(Files.readString(Path.of("../../docs/errors/engine.md")))
                .contains("\n## " + problem.id() + "\n");
    }
}
