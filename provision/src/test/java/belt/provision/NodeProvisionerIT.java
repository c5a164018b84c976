package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Outcome;
import belt.core.Secret;
import belt.core.StopRequest;
import belt.provider.Machine;
import belt.provision.NodeProvisioner.Listener;
import belt.provision.NodeProvisioner.Patience;
import belt.provision.NodeProvisioner.Provisioned;
import belt.provision.NodeProvisioner.Wish;
import belt.provision.facts.FactsReader;
import belt.provision.facts.HostFacts;
import belt.provision.image.HelloImage;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import belt.provision.step.BundleCarrier;
import belt.provision.step.NodeBundle;
import belt.provision.step.Plan;
import belt.provision.step.StepRunner;
import belt.templates.NodeFileRenderer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two local machines become nodes, with a real engine and a stand-in for `beltd`.
class NodeProvisionerIT {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    @TempDir Path folder;
    private final NodeProvisioner provisioner =
            new NodeProvisioner(
                    new FactsReader(InstantSource.system()),
                    new NodeFileRenderer(),
                    new StepRunner(BundleCarrier.upload()));

    private NodeSpec spec(Machine machine, NodeBundle bundle, List<NodeSpec.ImageArchive> images) {
        var tls = new NodeSpec.TlsMaterial("CA\n", "CERT\n", Secret.of("KEY\n"));
        return new NodeSpec(
                machine.name(),
                machine.addresses().getFirst(),
                List.of("provider=local"),
                new NodeSpec.Software(
                        new NodeSpec.EngineWish.FromDistribution(),
                        NodeSpec.BundleSource.of(bundle),
                        NodeSpec.Supervision.AUTO,
                        images),
                new SysctlProfile(2, 100),
                _ -> Optional.of(tls));
    }

    private List<Provisioned> provision(LocalMachines hosts, List<Wish> wishes) throws Exception {
        var patience = new Patience(4, Duration.ofMinutes(1), Duration.ZERO, StopRequest.NEVER);
        return provisioner.provision(hosts.client(), wishes, patience, Listener.silent()).stream()
                .map(outcome ->
                        switch (outcome) {
                            case Outcome.Done(var _, Provisioned p) -> p;
                            case Outcome.Failed(var _, BeltException e) -> throw e;
                        })
                .toList();
    }

    @Test
    void makesNodesAndFindsNothingToDoTheSecondTime() throws Exception {
        assumeTrue(Files.exists(BUSYBOX), "needs busybox: apt-get install busybox-static");
        NodeBundle bundle = FakeBundle.write(folder, "1.0");
        var images = List.of(HelloImage.write(BUSYBOX, folder.resolve("hello.tar")));
        try (var hosts = LocalMachines.make(folder.resolve("state"), "tini", "p1", "p2")) {
            List<Wish> wishes =
                    hosts.machines().stream()
                            .map(m -> new Wish(LocalMachines.target(m), spec(m, bundle, images)))
                            .toList();

            List<Provisioned> first = provision(hosts, wishes);
            List<Provisioned> second = provision(hosts, wishes);

            assertThat(first.getFirst().plan().lines())
                    .contains(
                            "p1: start dockerd under belt's supervisor",
                            "p1: load the image hello:latest");
            assertThat(second.stream().flatMap(p -> p.plan().lines().stream()))
                    .containsExactly("p1: nothing to do", "p2: nothing to do");
            try (SshSession session = hosts.client().connect(wishes.getFirst().target())) {
                checkNode(session);
                servesAPage(session);
                survivesAKill(session, wishes.getFirst().spec());
                upgrades(session, hosts.machines().getFirst());
                vanishes(session, wishes.getFirst().spec());
            }
        }
    }

    @Test
    void makesANodeUnderSystemd() throws Exception {
        NodeBundle bundle = FakeBundle.write(folder, "1.0");
        try (var hosts = LocalMachines.make(folder.resolve("state"), "systemd", "s1")) {
            Machine machine = hosts.machines().getFirst();
            List<Wish> wishes =
                    List.of(
                            new Wish(
                                    LocalMachines.target(machine),
                                    spec(machine, bundle, List.of())));

            List<Provisioned> first = provision(hosts, wishes);
            List<Provisioned> second = provision(hosts, wishes);

            assertThat(first.getFirst().plan().lines())
                    .contains("s1: start and enable docker", "s1: start and enable beltd");
            assertThat(second.getFirst().plan().lines()).containsExactly("s1: nothing to do");
            try (SshSession session = hosts.client().connect(wishes.getFirst().target())) {
                assertThat(text(session, "systemctl is-active docker beltd"))
                        .isEqualTo("active\nactive\n");
                assertThat(text(session, "docker info -f '{{.LiveRestoreEnabled}}'"))
                        .isEqualTo("true\n");
                text(session, "systemctl kill -s KILL beltd");
                assertThat(
                                Deadline.in(Duration.ofSeconds(30))
                                        .await(
                                                Duration.ofMillis(300),
                                                () -> restarts(session).equals("1 active")))
                        .isTrue();
                NodeSpec spec = wishes.getFirst().spec();
                Plan plan = NodeRemover.plan("s1", provisioner.facts(session, spec), false);
                new StepRunner(BundleCarrier.upload())
                        .run(session, plan, _ -> {}, StopRequest.NEVER);
                assertThat(session.run(RemoteCommand.of("systemctl is-active beltd")).stdout())
                        .isEqualTo("inactive\n");
            }
        }
    }

    private static String restarts(SshSession session) {
        try {
            return session.run(
                            RemoteCommand.of(
                                    "echo $(systemctl show -P NRestarts beltd; systemctl is-active beltd)"))
                    .stdout()
                    .strip();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(SshSession session, String script) throws InterruptedException {
        return session.require(script, RemoteCommand.of(script)).stdout();
    }

    private void checkNode(SshSession session) throws Exception {
        assertThat(text(session, "stat -c '%a %U' /etc/belt/tls /etc/belt/tls/server-key.pem"))
                .isEqualTo("700 root\n600 root\n");
        assertThat(text(session, "/etc/belt/supervise status"))
                .matches("dockerd running \\d+\nbeltd running \\d+\n");
        assertThat(text(session, "docker info -f '{{.LiveRestoreEnabled}} {{.Labels}}'"))
                .isEqualTo("true [provider=local]\n");
        assertThat(text(session, "cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/core/somaxconn"))
                .isEqualTo("1\n4096\n");
        assertThat(text(session, "tail -n 1 /var/log/belt/beltd.log"))
                .isEqualTo("stand-in 1.0 started with --config /etc/belt/beltd.yaml\n");
    }

    private void servesAPage(SshSession session) throws Exception {
        String run =
                "docker run -d --name hello1 -p 8080:80 -e BELT_TASK_NAME=web.1 -e BELT_NODE=p1 hello";
        text(session, run);
        var page = new String[1];
        boolean answered =
                Deadline.in(Duration.ofSeconds(20))
                        .await(
                                Duration.ofMillis(200),
                                () -> {
                                    page[0] = page(session);
                                    return !page[0].isEmpty();
                                });
        assertThat(answered).isTrue();
        assertThat(page[0]).startsWith("hello from task web.1 on node p1\ncontainer ");
        long began = System.nanoTime();
        text(session, "docker stop -t 30 hello1 && docker rm hello1");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }

    private static String page(SshSession session) {
        try {
            return session.run(
                            RemoteCommand.of("timeout 3 busybox wget -qO- http://127.0.0.1:8080/"))
                    .stdout();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void survivesAKill(SshSession session, NodeSpec spec) throws Exception {
        String status = text(session, "/etc/belt/supervise status beltd");
        var matcher = Pattern.compile("running (\\d+)").matcher(status);
        assertThat(matcher.find()).isTrue();
        text(session, "kill -9 " + matcher.group(1));
        Deadline.in(Duration.ofSeconds(20))
                .await(
                        Duration.ofMillis(200),
                        () -> provisionerFacts(session, spec).beltd().running());
        assertThat(text(session, "/etc/belt/supervise status beltd"))
                .contains("running")
                .contains("(last exit 137)");
    }

    private HostFacts provisionerFacts(SshSession session, NodeSpec spec) {
        try {
            return provisioner.facts(session, spec);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void upgrades(SshSession session, Machine machine) throws Exception {
        NodeSpec spec = spec(machine, FakeBundle.write(folder, "1.1"), List.of());
        Plan plan = provisioner.plan(provisioner.facts(session, spec), spec, "root");
        provisioner.run(session, plan, _ -> {}, StopRequest.NEVER);
        assertThat(plan.lines())
                .containsExactly(
                        "p1: install the node bundle 1.1",
                        "p1: point /opt/belt/current to 1.1",
                        "p1: restart beltd under belt's supervisor",
                        "p1: wait for /run/belt/docker.sock",
                        "p1: write /etc/belt/.applied (0644)");
        assertThat(text(session, "tail -n 1 /var/log/belt/beltd.log")).startsWith("stand-in 1.1");

        String broken = "#!/bin/sh\necho 'beltd.yaml:3: unknown key' >&2\nexit 2\n";
        NodeSpec bad = spec(machine, FakeBundle.write(folder, "1.2", broken), List.of());
        Plan doomed = provisioner.plan(provisioner.facts(session, bad), bad, "root");
        assertThatThrownBy(() -> provisioner.run(session, doomed, _ -> {}, StopRequest.NEVER))
                .hasMessage("p1: /run/belt/docker.sock does not answer: its daemon has ended")
                .satisfies(e ->
                        assertThat(((BeltException) e).detail().orElseThrow())
                                .contains("beltd.yaml:3: unknown key"));
    }

    private void vanishes(SshSession session, NodeSpec spec) throws Exception {
        Plan plan = NodeRemover.plan("p1", provisioner.facts(session, spec), false);
        new StepRunner(BundleCarrier.upload()).run(session, plan, _ -> {}, StopRequest.NEVER);
        assertThat(
                        text(
                                session,
                                "ls -d /etc/belt /opt/belt /run/belt /var/log/belt /etc/sysctl.d/90-belt.conf 2>/dev/null || echo gone"))
                .isEqualTo("gone\n");
        assertThat(NodeRemover.plan("p1", provisioner.facts(session, spec), false).isEmpty())
                .isTrue();
    }
}
