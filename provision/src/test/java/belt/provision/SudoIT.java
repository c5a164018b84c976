package belt.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.StopRequest;
import belt.provider.Machine;
import belt.provision.facts.FactsReader;
import belt.provision.ssh.KnownHosts;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshProblem;
import belt.provision.ssh.SshSession;
import belt.provision.ssh.SshTarget;
import belt.provision.ssh.Upload;
import belt.provision.step.BundleCarrier;
import belt.provision.step.NodeBundle;
import belt.provision.step.Plan;
import belt.provision.step.StepRunner;
import belt.templates.NodeFileRenderer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account that is not root and may use sudo without a password.
class SudoIT {
    @TempDir Path folder;

    @Test
    void worksAsRootThroughSudo() throws Exception {
        try (var hosts = LocalMachines.make(folder.resolve("state"), "tini", "su1")) {
            Machine machine = hosts.machines().getFirst();
            SshTarget root = LocalMachines.target(machine);
            SshTarget admin = SshTarget.of("su1", root.host(), root.port(), "admin");
            SshClient client = hosts.client();
            try (SshSession session = client.connect(root)) {
                makeAccount(session);
            }
            pin(client.knownHosts(), root, admin);

            asksForNoPassword(client, admin);
            try (SshSession session = client.connect(root)) {
                session.require(
                        "allow sudo",
                        RemoteCommand.of(
                                "echo 'admin ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/admin"));
            }
            try (SshSession session =
                    client.await(
                            admin,
                            Deadline.in(Duration.ofSeconds(30)),
                            Duration.ZERO,
                            _ -> {},
                            StopRequest.NEVER)) {
                writesFilesOfRoot(session);
                endsWhatRootRuns(session);
                provisions(session, machine);
            }
        }
    }

    private static void makeAccount(SshSession session) throws InterruptedException {
        assumeTrue(
                session.run(RemoteCommand.of("command -v sudo")).ok(),
                "needs sudo in the machines' base: apt-get install sudo");
        session.require(
                "make the account",
                RemoteCommand.of(
                        "useradd -m -s /bin/bash admin && install -d -m 700 -o admin /home/admin/.ssh"
                                + " && install -m 600 -o admin /root/.ssh/authorized_keys /home/admin/.ssh/"
                                + " && passwd -d admin >/dev/null"));
    }

    private static void pin(KnownHosts known, SshTarget root, SshTarget admin) {
        known.replace(admin, known.keysOf(root));
    }

    private static void asksForNoPassword(SshClient client, SshTarget admin) {
        assertThatThrownBy(() ->
                        client.await(
                                admin,
                                Deadline.in(Duration.ofSeconds(30)),
                                Duration.ZERO,
                                _ -> {},
                                StopRequest.NEVER))
                .isInstanceOfSatisfying(
                        BeltException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(SshProblem.SUDO_REFUSED))
                .hasMessageEndingWith("the account admin cannot become root without a password");
    }

    private static void writesFilesOfRoot(SshSession session) throws InterruptedException {
        byte[] text = "secret".getBytes(StandardCharsets.UTF_8);
        session.upload(Upload.of(text, "/etc/secret").mode(0600));
        assertThat(
                        session.run(
                                        RemoteCommand.of(
                                                        "stat -c '%a %U' /etc/secret; ls -A ~ | grep belt")
                                                .root())
                                .stdout())
                .isEqualTo("600 root\n");
        assertThat(session.run(RemoteCommand.of("id -un; sudo -n id -un")).stdout())
                .isEqualTo("admin\nroot\n");
    }

    private static void endsWhatRootRuns(SshSession session) throws InterruptedException {
        var command =
                RemoteCommand.of("sleep 8642 & sleep 8642").root().within(Duration.ofMillis(700));
        assertThatThrownBy(() -> session.run(command)).hasMessageContaining("was ended");
        assertThat(session.run(RemoteCommand.of("ps -eo args | grep -c '^sleep 8642'")).stdout())
                .isEqualTo("0\n");
    }

    private void provisions(SshSession session, Machine machine) throws Exception {
        NodeBundle bundle = FakeBundle.write(folder, "1.0");
        var spec =
                new NodeSpec(
                        "su1",
                        machine.addresses().getFirst(),
                        List.of(),
                        new NodeSpec.Software(
                                new NodeSpec.EngineWish.None(),
                                NodeSpec.BundleSource.of(bundle),
                                NodeSpec.Supervision.AUTO,
                                List.of()),
                        new SysctlProfile(1, 10),
                        NodeSpec.TlsSource.none());
        var provisioner =
                new NodeProvisioner(
                        new FactsReader(InstantSource.system()),
                        new NodeFileRenderer(),
                        new StepRunner(BundleCarrier.upload()));
        Plan plan = provisioner.plan(provisioner.facts(session, spec), spec, "admin");
        provisioner.run(session, plan, _ -> {}, StopRequest.NEVER);

        assertThat(plan.lines()).contains("su1: add the account admin to the group belt");
        assertThat(provisioner.plan(provisioner.facts(session, spec), spec, "admin").isEmpty())
                .isTrue();
    }
}
