package belt.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.ProblemCode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
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
}
