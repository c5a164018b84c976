package belt.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpProblemTest {
    @ParameterizedTest
    @EnumSource
    void isDescribed(HttpProblem problem) throws Exception {
        String page = Files.readString(Path.of("../../docs/errors/http.md"));
        assertThat(page).contains("\n## " + problem.id() + "\n");
        assertThat(problem.fix()).matches("[A-Z][a-z]+ [^\n]+");
    }
}
