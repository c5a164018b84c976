package belt.daemon;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import belt.daemon.fixture.CrossesBoundaries;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may import whom, on a node's side (docs/design/build.md). The operator's side has its own in `cli`.
class ArchitectureTest {
    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("belt");

    private static final List<String> EVERYWHERE =
            List.of(
                    "java..",
                    "javax..",
                    "jdk.net..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "belt.core..");

    private static final List<String> STATE = List.of("belt.model..", "belt.store..");

    /// What a module's package may import beside itself and {@link #EVERYWHERE}.
    private static final Map<String, List<String>> MAY_IMPORT =
            Map.of(
                    "belt.core..", List.of(),
                    "belt.model..", List.of(),
                    "belt.store..", STATE,
                    "belt.raft..", and(STATE, "org.apache.ratis..", "belt.pki.."),
                    "belt.pki..", List.of("org.bouncycastle.."),
                    "belt.api..", List.of("belt.model.."),
                    "belt.transport..",
                            List.of("belt.api..", "belt.model..", "belt.pki..", "io.netty.."),
                    "belt.control..", and(STATE, "belt.api..", "belt.pki..", "belt.transport.."),
                    "belt.agent..",
                            List.of(
                                    "belt.model..",
                                    "belt.api..",
                                    "belt.pki..",
                                    "belt.transport..",
                                    "belt.engine..",
                                    "belt.linux.."),
                    "belt.http..",
                            and(
                                    STATE,
                                    "org.eclipse.jetty..",
                                    "com.fasterxml.jackson..",
                                    "belt.pki.."));

    private static List<String> and(List<String> some, String... more) {
        var all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    private static ArchRule boundaryOf(String module) {
        var allowed = new ArrayList<>(EVERYWHERE);
        allowed.add(module);
        allowed.addAll(MAY_IMPORT.getOrDefault(module, List.of()));
        return classes()
                .that()
                .resideInAPackage(module)
                .should(
                        ArchConditions.onlyDependOnClassesThat(
                                resideInAnyPackage(allowed.toArray(String[]::new))
                                        .or(simpleName("")))) // primitives and arrays of them
                .allowEmptyShould(true)
                .as(module + " imports only " + MAY_IMPORT.get(module));
    }

    @Test
    void modulesImportOnlyWhatTheyMay() {
        MAY_IMPORT.keySet().forEach(module -> boundaryOf(module).check(MAIN));
    }

    @Test
    void aHeavyLibraryBelongsToOneModule() {
        owner("belt.raft..", "org.apache.ratis..");
        owner("belt.http..", "org.eclipse.jetty..");
        owner("belt.transport..", "io.netty..");
        owner("belt.engine..", "com.github.dockerjava..");
        owner("belt.pki..", "org.bouncycastle..");
        owner("belt.linux..", "java.lang.foreign..");
    }

    private static void owner(String module, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(module)
                .and()
                .resideInAPackage("belt..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    @Test
    void modulesFormNoCycle() {
        slices().matching("belt.(*)..").should().beFreeOfCycles().check(MAIN);
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
                .check(MAIN);
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage("belt..")
                .and()
                .areStatic()
                .should()
                .beFinal()
                .check(MAIN);
    }

    /// The rules do find what they are there for.
    @Test
    void aBrokenBoundaryIsFound() {
        JavaClasses broken = new ClassFileImporter().importClasses(CrossesBoundaries.class);
        ArchRule rule =
                noClasses()
                        .that()
                        .resideOutsideOfPackage("belt.raft..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.ratis..");
        assertThat(rule.evaluate(broken).hasViolation()).isTrue();
    }
}
