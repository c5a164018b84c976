package belt.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import belt.core.testkit.ArchitectureContract;
import belt.daemon.fixture.CrossesBoundaries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may import whom, on a node's side (docs/design/build.md). The operator's side has its own in `cli`.
class ArchitectureTest extends ArchitectureContract {
    private static final List<String> STATE = List.of("belt.model..", "belt.store..");

    /// What a module's package may import beside itself and what every module may.
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

    @Override
    protected Map<String, List<String>> mayImport() {
        return MAY_IMPORT;
    }

    /// Only `raft` may import Ratis.
    @Override
    protected Class<?> culprit() {
        return CrossesBoundaries.class;
    }

    @Override
    protected String broken() {
        return "belt.daemon..";
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
                .check(main());
    }

    @Test
    void modulesFormNoCycle() {
        slices().matching("belt.(*)..").should().beFreeOfCycles().check(main());
    }
}
