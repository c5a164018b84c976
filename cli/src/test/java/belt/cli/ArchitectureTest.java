package belt.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.fixture.CrossesBoundaries;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may import whom, on the operator's side (docs/design/build.md). beltd's side has its own in
/// `cluster-runtime/daemon`.
class ArchitectureTest {
    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("belt");

    private static final String[] EVERYWHERE = {
        "java..", "javax..", "org.jspecify..", "org.slf4j.."
    };

    /// What a module's package may import beside itself, {@link #EVERYWHERE}, and `belt.core`.
    private static final Map<String, List<String>> MAY_IMPORT =
            Map.of(
                    "belt.cli..",
                    List.of(
                            "belt.client..",
                            "belt.provision..",
                            "belt.playbooks..",
                            "belt.templates..",
                            "belt.provider",
                            "belt.provider.selftest..",
                            "belt.pki..",
                            "picocli..",
                            "org.jline..",
                            "org.snakeyaml.."),
                    "belt.provider.local..",
                    List.of("belt.provider", "belt.linux.."),
                    "belt.provider.generic..",
                    List.of("belt.provider"),
                    "belt.provider.aws..",
                    List.of("belt.provider", "belt.provider.limit..", "software.amazon.awssdk.."),
                    "belt.provider.digitalocean..",
                    List.of(
                            "belt.provider",
                            "belt.provider.limit..",
                            "com.myjeeva..",
                            "org.apache.http..",
                            "com.google.gson.."),
                    "belt.provider.exec..",
                    List.of("belt.provider", "belt.provider.selftest..", "com.fasterxml.jackson.."),
                    "belt.provision..",
                    List.of("belt.provider", "belt.pki..", "belt.templates..", "com.jcraft.jsch.."),
                    "belt.playbooks..",
                    List.of(
                            "belt.provision..",
                            "belt.provider",
                            "belt.pki..",
                            "belt.templates..",
                            "org.snakeyaml.."),
                    "belt.templates..",
                    List.of("io.pebbletemplates.."),
                    "belt.client..",
                    List.of(
                            "com.github.dockerjava..",
                            "com.fasterxml.jackson..",
                            "org.apache.hc.."));

    private static ArchRule boundaryOf(String module) {
        var allowed = new ArrayList<>(List.of(EVERYWHERE));
        allowed.add("belt.core..");
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
    void picocliStaysInOnePackage() {
        noClasses()
                .that(not(resideInAPackage("belt.cli.parse..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(MAIN);
    }

    @Test
    void packagesOfTheCommandLineFormNoCycle() {
        slices().matching("belt.cli.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyTheEdgeTouchesTheProcess() {
        noClasses()
                .that()
                .resideInAPackage("belt..")
                .and(not(simpleName("Main")))
                .and(not(resideInAPackage("belt.cli.log..")))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .that()
                .resideInAPackage("belt..")
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Common")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("belt..")
                .and()
                .haveModifier(JavaModifier.ABSTRACT)
                .should()
                .haveNameMatching(".*\\.Base[A-Z][^.]*")
                .check(MAIN);
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage("belt..")
                .and()
                .areStatic()
                .should()
                .beFinal()
                .check(MAIN);
    }

    /// The rules do find what they are there for: this class breaks one of them.
    @Test
    void aBrokenBoundaryIsFound() {
        JavaClasses broken = new ClassFileImporter().importClasses(CrossesBoundaries.class);
        var result = boundaryOf("belt.cli..").evaluate(broken);
        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().toString()).contains("com.jcraft.jsch.JSch");
    }
}
