package belt.core.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may import whom, and what holds for all classes of belt (docs/design/build.md). The operator's side and the node's
/// side each say what their modules may import.
public abstract class ArchitectureContract {
    private static final List<String> EVERYWHERE =
            List.of(
                    "java..",
                    "javax..",
                    "jdk.net..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "belt.core..");

    /// A module's package → what it may import beside itself, the JDK, SLF4J and `belt.core`.
    protected abstract Map<String, List<String>> mayImport();

    /// A class that breaks the boundary of {@link #broken()} on purpose.
    protected abstract Class<?> culprit();

    /// The module whose boundary {@link #culprit()} breaks.
    protected abstract String broken();

    /// belt's classes on this class path, without tests.
    protected static JavaClasses main() {
        return BeltClasses.MAIN;
    }

    private ArchRule boundaryOf(String module) {
        var allowed = new ArrayList<>(EVERYWHERE);
        allowed.add(module);
        allowed.addAll(mayImport().getOrDefault(module, List.of()));
        return classes()
                .that()
                .resideInAPackage(module)
                .should(
                        ArchConditions.onlyDependOnClassesThat(
                                resideInAnyPackage(allowed.toArray(String[]::new))
                                        .or(simpleName("")))) // primitives and arrays of them
                .allowEmptyShould(true)
                .as(module + " imports only " + mayImport().get(module));
    }

    @Test
    void modulesImportOnlyWhatTheyMay() {
        mayImport().keySet().forEach(module -> boundaryOf(module).check(main()));
    }

    @Test
    void nothingSleepsAndNothingStaticChanges() {
        noClasses()
                .that()
                .resideInAPackage("belt..")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .check(main());
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage("belt..")
                .and()
                .areStatic()
                .should()
                .beFinal()
                .check(main());
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .that()
                .resideInAPackage("belt..")
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Common)")
                .check(main());
        noClasses()
                .that()
                .resideInAPackage("belt..")
                .and()
                .haveModifier(JavaModifier.ABSTRACT)
                .should()
                .haveNameMatching(".*\\.Base[A-Z][^.]*")
                .check(main());
    }

    /// The rules do find what they are there for.
    @Test
    void aBrokenBoundaryIsFound() {
        JavaClasses culprits = new ClassFileImporter().importClasses(culprit());
        assertThat(boundaryOf(broken()).evaluate(culprits).hasViolation()).isTrue();
    }
}
