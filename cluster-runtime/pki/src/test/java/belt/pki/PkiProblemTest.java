package belt.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PkiProblemTest {
    @ParameterizedTest
    @EnumSource
    void isDocumented(PkiProblem problem) throws Exception {
        assertThat(problem.id()).matches("pki\\.[a-z-]+");
        assertThat(problem.fix()).matches("[A-Z][a-z]+ [^\n]+[^.\n]");
        assertThat(Files.readString(Path.of("../../docs/errors/pki.md")))
                .contains("\n## " + problem.id() + "\n");
    }
}
