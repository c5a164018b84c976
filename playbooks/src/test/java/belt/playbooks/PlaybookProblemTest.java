package belt.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlaybookProblemTest {
    @Test
    void everyProblemHasAFixAndAPage() throws Exception {
        String page = Files.readString(Path.of("../docs/errors/playbook.md"));
        for (PlaybookProblem problem : PlaybookProblem.values()) {
            assertThat(problem.fix()).matches("[A-Z][^\n]+[^.]");
            assertThat(page).contains("\n## " + problem.id() + "\n");
        }
    }
}
