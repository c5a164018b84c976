package belt.daemon;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every problem code of a node's side; those of the operator's side are walked in `cli`.
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

    private static Set<String> pages() throws IOException {
        try (var files = Files.list(Path.of("../../docs/errors"))) {
            var headings = new HashSet<String>();
            for (Path file : files.toList()) {
                headings.addAll(
                        Files.readAllLines(file).stream()
                                .filter(line -> line.startsWith("## "))
                                .map(line -> line.substring(3).strip())
                                .collect(Collectors.toSet()));
            }
            return headings;
        }
    }

    @Test
    void idsAreUnique() {
        assertThat(codes().stream().map(ProblemCode::id)).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void fixesAreOneLineThatBeginsWithAVerb() {
        for (ProblemCode code : codes()) {
            assertThat(code.fix()).as(code.id()).doesNotContain("\n").matches("[A-Z][a-z]+ .*[^.]");
        }
    }

    @Test
    void everyCodeHasAPage() throws IOException {
        Set<String> pages = pages();
        assertThat(codes().stream().map(ProblemCode::id).filter(id -> !pages.contains(id)))
                .as("codes without a section in docs/errors/*.md")
                .isEmpty();
    }
}
