package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.ProblemCode;
import belt.store.StoreProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {
    @Test
    void everyProblemHasAPageAndAFix() throws Exception {
        check("raft", RaftProblem.values());
        check("store", StoreProblem.values());
    }

    private static void check(String room, ProblemCode[] problems) throws Exception {
        String page = Files.readString(Path.of("../../docs/errors/" + room + ".md"));
        Set<String> ids = new HashSet<>();
        for (ProblemCode problem : problems) {
            assertThat(ids.add(problem.id())).as(problem.id()).isTrue();
            assertThat(page).contains("\n## " + problem.id() + "\n");
            assertThat(problem.fix()).matches("[A-Z][a-z]+ [^\n]+").doesNotEndWith(".");
        }
    }
}
