package belt.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What holds for every code that can stand in brackets behind an error. The operator's side and the node's side each run
/// it over their class path.
public abstract class ProblemCodesContract {
    private static final Set<String> NOT_VERBS =
            Set.of(
                    "The", "A", "An", "It", "This", "That", "There", "You", "Your", "Please", "No",
                    "If");

    private final List<ProblemCode> codes = ProblemCodes.all();

    /// `docs/errors`, seen from the module.
    protected abstract Path pages();

    /// Every code.
    protected final List<ProblemCode> codes() {
        return codes;
    }

    @Test
    void idsAreUniqueAndWellFormed() {
        var seen = new HashSet<String>();
        for (ProblemCode code : codes) {
            assertThat(seen.add(code.id())).as("%s is used twice", code.id()).isTrue();
            assertThat(code.id())
                    .matches(
                            "internal|[a-z][a-z0-9]*(\\.[a-z0-9]+(-[a-z0-9]+)*)+|[a-z]+(-[a-z]+)*");
        }
        assertThat(seen).contains("pattern.invalid", "internal");
    }

    @Test
    void fixesAreOneLineThatBeginsWithAVerb() {
        for (ProblemCode code : codes) {
            assertThat(code.fix()).as(code.id()).doesNotContain("\n").matches("[A-Z][a-z]+ .*[^.]");
            assertThat(NOT_VERBS)
                    .as("%s: %s", code.id(), code.fix())
                    .doesNotContain(code.fix().split(" ")[0]);
        }
    }

    @Test
    void everyCodeHasOneSectionInThePages() throws IOException {
        var headings = new ArrayList<String>();
        try (var files = Files.list(pages())) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3).strip())
                        .forEach(headings::add);
            }
        }
        assertThat(headings).doesNotHaveDuplicates();
        assertThat(codes.stream().map(ProblemCode::id))
                .as("codes with a section in docs/errors/*.md")
                .isSubsetOf(headings);
    }
}
