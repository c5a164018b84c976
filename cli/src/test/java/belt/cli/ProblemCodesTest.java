package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.help.ProblemPages;
import belt.core.ProblemCode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every code that can stand in brackets behind an error of `belt`.
class ProblemCodesTest {
    private static List<ProblemCode> codes() {
        var codes = new ArrayList<ProblemCode>();
        for (JavaClass each :
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("belt")) {
            if (each.isEnum() && each.isAssignableTo(ProblemCode.class)) {
                Stream.of(each.reflect().getEnumConstants())
                        .forEach(code -> codes.add((ProblemCode) code));
            }
        }
        return codes;
    }

    @Test
    void idsAreUniqueAndWellFormed() {
        var seen = new HashSet<String>();
        for (ProblemCode code : codes()) {
            assertThat(seen.add(code.id())).as("%s is used twice", code.id()).isTrue();
            assertThat(code.id())
                    .matches(
                            "internal|[a-z][a-z0-9]*(\\.[a-z0-9]+(-[a-z0-9]+)*)+|[a-z]+(-[a-z]+)*");
        }
        assertThat(seen).contains("pattern.invalid", "cli.unknown-command");
    }

    @Test
    void fixesAreOneLineThatBeginsWithAVerb() {
        var notVerbs =
                List.of(
                        "The", "A", "An", "It", "This", "That", "There", "You", "Your", "Please",
                        "No", "If");
        for (ProblemCode code : codes()) {
            assertThat(code.fix()).as(code.id()).doesNotContain("\n").matches("[A-Z][a-z]+ .*[^.]");
            assertThat(notVerbs)
                    .as("%s: %s", code.id(), code.fix())
                    .doesNotContain(code.fix().split(" ")[0]);
        }
    }

    @Test
    void everyCodeHasAPage() {
        var pages = new ProblemPages();
        assertThat(codes().stream().map(ProblemCode::id).filter(id -> pages.page(id).isBlank()))
                .as("codes without a section in docs/errors/*.md")
                .isEmpty();
    }

    @Test
    void pagesHaveUniqueHeadings() throws IOException {
        var seen = new HashSet<String>();
        try (var files = Files.list(Path.of("../docs/errors"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("## ")) {
                        assertThat(seen.add(line)).as("%s: %s stands twice", file, line).isTrue();
                    }
                }
            }
        }
    }
}
