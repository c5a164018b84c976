package belt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportProblemTest {
    @ParameterizedTest
    @EnumSource
    void isDocumented(TransportProblem problem) throws Exception {
        assertThat(problem.id()).matches("transport\\.[a-z-]+");
        assertThat(problem.fix()).matches("[A-Z][a-z]+ [^\n]+[^.\n]");
        assertThat(Files.readString(Path.of("../../docs/errors/transport.md")))
                .contains("\n## " + problem.id() + "\n");
    }
}
