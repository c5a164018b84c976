package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProvisionProblemTest {
    @Test
    void everyProblemHasAFixAndAPage() throws Exception {
        String page = Files.readString(Path.of("../docs/errors/provision.md"));
        for (ProvisionProblem problem : ProvisionProblem.values()) {
            assertThat(problem.fix()).matches("[A-Z][^\n]+[^.]");
            assertThat(page).contains("\n## " + problem.id() + "\n");
        }
    }
}
