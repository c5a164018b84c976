package belt.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import belt.cli.fixture.CrossesBoundaries;
import belt.core.testkit.ArchitectureContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may import whom, on the operator's side (docs/design/build.md). beltd's side has its own in
/// `cluster-runtime/daemon`.
class ArchitectureTest extends ArchitectureContract {
    /// What a module's package may import beside itself, what every module may.
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
                    List.of(
                            "belt.provider",
                            "belt.provider.limit..",
                            "belt.provider.net..",
                            "software.amazon.awssdk.."),
                    "belt.provider.digitalocean..",
                    List.of(
                            "belt.provider",
                            "belt.provider.limit..",
                            "belt.provider.net..",
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

    @Override
    protected Map<String, List<String>> mayImport() {
        return MAY_IMPORT;
    }

    /// Only `provision` may import JSch.
    @Override
    protected Class<?> culprit() {
        return CrossesBoundaries.class;
    }

    @Override
    protected String broken() {
        return "belt.cli..";
    }

    @Test
    void picocliStaysInOnePackage() {
        noClasses()
                .that(not(resideInAPackage("belt.cli.parse..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(main());
    }

    @Test
    void packagesOfTheCommandLineFormNoCycle() {
        slices().matching("belt.cli.(**)").should().beFreeOfCycles().check(main());
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
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(main());
    }
}
