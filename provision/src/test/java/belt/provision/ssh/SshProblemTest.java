package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SshProblemTest {
    @Test
    void everyProblemHasOneIdOneFixAndAPage() throws Exception {
        String page = Files.readString(Path.of("../docs/errors/ssh.md"));
        var seen = new HashSet<String>();
        for (SshProblem problem : SshProblem.values()) {
            assertThat(seen.add(problem.id())).isTrue();
            assertThat(problem.fix()).matches("[A-Z][^\n]+[^.]");
            assertThat(page).contains("\n## " + problem.id() + "\n");
        }
    }
}
