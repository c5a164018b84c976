package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provision.NodeSpec.BundleSource;
import belt.provision.NodeSpec.EngineWish;
import belt.provision.NodeSpec.Supervision;
import belt.provision.facts.HostFacts;
import belt.provision.step.NodeBundle;
import belt.provision.step.Plan;
import belt.provision.step.Step;
import belt.templates.NodeFileRenderer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Facts and a wish in, steps out: no machine anywhere.
class NodePlannerTest {
    private static final NodeBundle BUNDLE =
            new NodeBundle(Path.of("beltd.tar.gz"), "ab".repeat(32), "1.0", "x86_64");
    private static final NodeFileRenderer RENDERER = new NodeFileRenderer();

    private EngineWish engine = new EngineWish.FromDistribution();
    private BundleSource bundles = BundleSource.of(BUNDLE);
    private NodeSpec.TlsSource tls = NodeSpec.TlsSource.none();
    private List<NodeSpec.ImageArchive> images = List.of();

    private NodeSpec spec() {
        return new NodeSpec(
                "node1",
                "10.77.1.1",
                List.of("provider=local"),
                new NodeSpec.Software(engine, bundles, Supervision.AUTO, images),
                new SysctlProfile(3, 100),
                tls);
    }

    private Plan plan(TestFacts facts) {
        return new NodePlanner(RENDERER, facts.build(), spec(), "root").plan().plan();
    }

    private static List<String> summaries(Plan plan) {
        return plan.steps().stream().map(Step::summary).toList();
    }

    @Test
    void plansAFreshMachineWithoutSystemd() {
        assertThat(summaries(plan(new TestFacts())))
                .containsExactly(
                        "write /etc/sysctl.d/90-belt.conf (0644)",
                        "make /etc/docker (0755)",
                        "write /etc/docker/daemon.json (0644)",
                        "install docker.io, ca-certificates",
                        "write /etc/belt/supervise (0755)",
                        "start dockerd under belt's supervisor",
                        "wait for /run/docker.sock",
                        "install the node bundle 1.0",
                        "point /opt/belt/current to 1.0",
                        "write /etc/belt/beltd.yaml (0644)",
                        "start beltd under belt's supervisor",
                        "wait for /run/belt/docker.sock",
                        "write /etc/belt/.applied (0644)");
    }

    @Test
    void plansAFreshMachineWithSystemd() {
        assertThat(summaries(plan(new TestFacts().systemd().hostname("ip-10-0-0-1"))))
                .containsExactly(
                        "set the host name to node1",
                        "write /etc/sysctl.d/90-belt.conf (0644)",
                        "make /etc/docker (0755)",
                        "write /etc/docker/daemon.json (0644)",
                        "install docker.io, ca-certificates",
                        "start and enable docker",
                        "wait for /run/docker.sock",
                        "install the node bundle 1.0",
                        "point /opt/belt/current to 1.0",
                        "write /etc/belt/beltd.yaml (0644)",
                        "write /etc/systemd/system/beltd.service (0644)",
                        "start and enable beltd",
                        "wait for /run/belt/docker.sock",
                        "write /etc/belt/.applied (0644)");
    }

    @Test
    void findsNothingToDoOnAMachineThatIsAsWanted() {
        TestFacts facts = converged(new TestFacts());

        assertThat(plan(facts).lines()).containsExactly("node1: nothing to do");
    }

    /// Takes what a plan writes as facts, as if it had been carried out.
    private TestFacts converged(TestFacts facts) {
        Plan plan = plan(facts);
        String applied = "";
        for (Step step : plan.steps()) {
            switch (step) {
                case Step.WriteFile(String path, String content, int mode) -> {
                    facts.file(path, content, mode);
                    applied = path.equals(NodePaths.APPLIED) ? content.strip() : applied;
                }
                case Step.WriteSecret(String path, Secret content, int mode) ->
                        facts.file(path, content.reveal(), mode);
                case Step.Directory(String path, int mode) -> facts.folder(path, mode);
                default -> {}
            }
        }
        Map<String, String> there = Map.of("1.0", BUNDLE.sha256());
        return facts.engine(true, true, true)
                .beltd(new HostFacts.Beltd(there, "1.0", true, true, applied, true));
    }

    @Test
    void restartsTheDaemonWhenItsBundleIsNew() {
        TestFacts facts = converged(new TestFacts());
        bundles = BundleSource.of(new NodeBundle(Path.of("b"), "cd".repeat(32), "1.1", "x86_64"));

        assertThat(summaries(plan(facts)))
                .containsExactly(
                        "install the node bundle 1.1",
                        "point /opt/belt/current to 1.1",
                        "restart beltd under belt's supervisor",
                        "wait for /run/belt/docker.sock",
                        "write /etc/belt/.applied (0644)");
    }

    @Test
    void startsWhatDoesNotRun() {
        TestFacts facts = converged(new TestFacts());
        HostFacts.Beltd before = facts.build().beltd();
        facts.engine(false, false, false)
                .beltd(
                        new HostFacts.Beltd(
                                before.bundles(), "1.0", false, false, before.applied(), true));

        assertThat(summaries(plan(facts)))
                .containsExactly(
                        "start dockerd under belt's supervisor",
                        "wait for /run/docker.sock",
                        "start beltd under belt's supervisor",
                        "wait for /run/belt/docker.sock");
    }

    @Test
    void asksARunningEngineToReloadInsteadOfRestartingIt() {
        TestFacts facts =
                new TestFacts()
                        .systemd()
                        .engine(true, false, true)
                        .folder(NodePaths.ENGINE_DIR, 0755)
                        .file(NodePaths.ENGINE_CONFIG, "{\"mtu\": 1400}", 0644);

        assertThat(summaries(plan(facts)))
                .contains("reload docker")
                .doesNotContain("restart docker");
    }

    @Test
    void leavesAnEngineAloneThatSomebodyElseRuns() {
        bundles = BundleSource.none();
        TestFacts facts = new TestFacts().engine(true, false, false);

        assertThat(summaries(plan(facts)))
                .containsExactly(
                        "write /etc/sysctl.d/90-belt.conf (0644)",
                        "make /etc/docker (0755)",
                        "write /etc/docker/daemon.json (0644)",
                        "let the engine read its configuration again");
    }

    @Test
    void givesANodeWithoutAnEngineAnEmptySocket() {
        engine = new EngineWish.None();

        Plan plan = plan(new TestFacts());

        assertThat(plan.steps())
                .filteredOn(s -> s instanceof Step.WriteFile w && w.path().equals(NodePaths.CONFIG))
                .singleElement()
                .satisfies(s ->
                        assertThat(((Step.WriteFile) s).content())
                                .contains("engine-socket: \"\"\n"));
        assertThat(summaries(plan)).noneMatch(s -> s.contains("docker.io"));
    }

    @Test
    void sendsTheKeyBeforeTheCertificateThatTurnsTlsOn() {
        tls = _ -> Optional.of(new NodeSpec.TlsMaterial("CA", "CERT", Secret.of("KEY")));

        assertThat(summaries(plan(new TestFacts())))
                .containsSubsequence(
                        "make /etc/belt/tls (0700)",
                        "write /etc/belt/tls/ca.pem (0644)",
                        "write /etc/belt/tls/server-key.pem (0600)",
                        "write /etc/belt/tls/server.pem (0644)",
                        "start beltd under belt's supervisor");
        TestFacts facts = converged(new TestFacts());
        tls = NodeSpec.TlsSource.none();
        assertThat(plan(facts).lines()).containsExactly("node1: nothing to do");
    }

    @Test
    void loadsAnImageUnlessTheEngineHasIt() {
        images = List.of(new NodeSpec.ImageArchive(Path.of("h.tar"), "hello:latest", "sha256:1"));
        TestFacts facts = converged(new TestFacts());

        assertThat(summaries(plan(facts))).containsExactly("load the image hello:latest");
        facts.image("hello:latest", "sha256:9 sha256:1");
        assertThat(plan(facts).isEmpty()).isTrue();
    }

    @Test
    void letsAnotherAccountUseTheSocket() {
        Plan plan =
                new NodePlanner(RENDERER, new TestFacts().build(), spec(), "admin").plan().plan();

        assertThat(summaries(plan)).contains("add the account admin to the group belt");
    }

    @Test
    void saysWhatItSawOnASystemThatItDoesNotKnow() {
        assertThatThrownBy(() -> plan(new TestFacts().os("rhel", "9", "dnf")))
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e ->
                                assertThat(e.detail())
                                        .hasValue(
                                                "seen: rhel 9, x86_64, kernel 6.1.0, package manager dnf"));
    }

    @Test
    void knowsWhereDebianKeepsTheClient() {
        assertThat(summaries(plan(new TestFacts().os("debian", "13", "apt-get"))))
                .contains("install docker.io, docker-cli, ca-certificates");
    }

    @Test
    void removesOldVersionsButTheOneBefore() {
        TestFacts facts = converged(new TestFacts());
        facts.beltd(
                new HostFacts.Beltd(
                        Map.of("0.8", "x", "0.9", "y"), "0.9", true, true, "old", true));

        assertThat(summaries(plan(facts))).contains("remove /opt/belt/0.8");
    }
}
