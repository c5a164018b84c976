package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.StopRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is let in, who is believed, and what is said otherwise.
class SshClientIT {
    @TempDir Path folder;
    TestSshd sshd;

    @BeforeEach
    void start() throws Exception {
        sshd = TestSshd.start(folder);
    }

    @AfterEach
    void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void asksAtFirstContactAndPinsWhatIsAccepted() throws Exception {
        var known = new KnownHosts(folder.resolve("known_hosts"));
        var asked = new ArrayList<String>();
        SshClient client =
                sshd.client(
                        known,
                        (target, key) -> {
                            asked.add(target.node() + " " + key.fingerprint());
                            return true;
                        });

        client.connect(sshd.target("root")).close();
        client.connect(sshd.target("root")).close();

        assertThat(asked).containsExactly("web1 " + sshd.hostKey().fingerprint());
        assertThat(known.file())
                .hasContent("[127.0.0.1]:" + sshd.port() + " " + sshd.hostKey() + "\n");
    }

    @Test
    void refusesAnUnknownHostThatNobodyAccepts() {
        var known = new KnownHosts(folder.resolve("known_hosts"));
        SshClient client = sshd.client(known, FirstContact.never());

        assertThatThrownBy(() -> client.connect(sshd.target("root")))
                .isInstanceOf(BeltException.Refused.class)
                .hasMessageContaining(sshd.hostKey().fingerprint());
        assertThat(known.file()).doesNotExist();
    }

    @Test
    void neverAcceptsAChangedKeyAndNamesBoth() {
        var known = new KnownHosts(folder.resolve("known_hosts"));
        SshPublicKey other =
                SshPublicKey.parse(SshKeyPair.generate("x").publicLine()).orElseThrow();
        known.pin(sshd.target("root"), other);
        SshClient client = sshd.client(known, (_, _) -> true);

        assertThatThrownBy(() -> client.connect(sshd.target("root")))
                .isInstanceOf(BeltException.Unreachable.class)
                .hasMessageContaining(sshd.hostKey().fingerprint())
                .hasMessageContaining(other.fingerprint())
                .extracting(e -> ((BeltException) e).code())
                .isEqualTo(SshProblem.HOST_KEY_CHANGED);
    }

    @Test
    void saysThatTheKeyIsNotAccepted() throws Exception {
        Path stranger = folder.resolve("stranger");
        SshKeyPair.generate("stranger").write(stranger);
        var client = client(SshIdentity.keyFile(stranger));

        assertThatThrownBy(() -> client.connect(sshd.target("root")))
                .isInstanceOf(BeltException.MissingCredentials.class)
                .hasMessageContaining("does not accept our key for the account root");
    }

    @Test
    void logsInWithEveryKindOfKey() throws Exception {
        for (String kind : List.of("rsa", "ecdsa", "ed25519")) {
            Path key = folder.resolve("key-" + kind);
            keygen("-q", "-t", kind, "-N", "", "-f", key.toString());
            Files.writeString(
                    folder.resolve("authorized_keys"), Files.readString(Path.of(key + ".pub")));
            try (var session = client(SshIdentity.keyFile(key)).connect(sshd.target("root"))) {
                assertThat(session.run(RemoteCommand.of("echo in")).stdout()).isEqualTo("in\n");
            }
        }
    }

    @Test
    void opensAnEncryptedKeyOnlyWithItsPassphrase() throws Exception {
        Path key = folder.resolve("locked");
        keygen("-q", "-t", "ed25519", "-N", "open sesame", "-f", key.toString());
        Files.writeString(
                folder.resolve("authorized_keys"), Files.readString(Path.of(key + ".pub")));

        assertThatThrownBy(() -> client(SshIdentity.keyFile(key)))
                .hasMessageContaining("is encrypted and no passphrase was given");
        var identity = new SshIdentity.KeyFile(key, belt.core.Secret.of("open sesame"));
        client(identity).connect(sshd.target("root")).close();
    }

    @Test
    void usesTheKeysOfAnAgent() throws Exception {
        Path socket = folder.resolve("agent");
        Process agent =
                new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("agent.log").toFile())
                        .start();
        try {
            Deadline.in(Duration.ofSeconds(10))
                    .await(Duration.ofMillis(20), () -> Files.exists(socket));
            var add = new ProcessBuilder("ssh-add", "-q", sshd.clientKey().toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.inheritIO().start().waitFor()).isZero();

            client(new SshIdentity.Agent(socket)).connect(sshd.target("root")).close();
        } finally {
            agent.destroy();
        }
    }

    @Test
    void goesThroughAJumpHost() throws Exception {
        SshTarget target = sshd.target("root").via(sshd.target("root"));

        try (var session = sshd.client().connect(target)) {
            assertThat(session.run(RemoteCommand.of("echo far")).stdout()).isEqualTo("far\n");
        }
    }

    @Test
    void namesTheRungThatDoesNotHold() throws Exception {
        int port;
        var client =
                new SshClient(
                        new SshClient.Settings(
                                List.of(SshIdentity.keyFile(sshd.clientKey())),
                                sshd.pinned(),
                                FirstContact.never(),
                                Duration.ofMillis(500)));
        try (var silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            port = silent.getLocalPort();
            SshTarget target = SshTarget.of("a", "127.0.0.1", port, "root");
            assertThatThrownBy(() -> client.connect(target))
                    .hasMessageContaining("sends no SSH greeting");
        }
        SshTarget closed = SshTarget.of("a", "127.0.0.1", port, "root");
        assertThatThrownBy(() -> client.connect(closed))
                .hasMessageContaining("does not answer: Connection refused");
        assertThatThrownBy(() -> client.connect(SshTarget.of("a", "no.invalid", 22, "root")))
                .hasMessage("a: the name no.invalid has no address");
    }

    @Test
    void givesUpWaitingWhenAnEndIsWanted() throws Exception {
        sshd.crash();
        var seen = new ArrayList<Waiting>();
        Deadline late = Deadline.in(Duration.ofMinutes(5));

        assertThatThrownBy(() ->
                        sshd.client()
                                .await(
                                        sshd.target("root"),
                                        late,
                                        Duration.ZERO,
                                        seen::add,
                                        () -> seen.size() >= 4))
                .isInstanceOf(InterruptedException.class);
        assertThat(late.passed()).isFalse();
    }

    @Test
    void waitsUntilTheMachineAnswers() throws Exception {
        sshd.crash();
        var seen = new ArrayList<Waiting>();
        Deadline soon = Deadline.in(Duration.ofMillis(700));

        assertThatThrownBy(() ->
                        sshd.client()
                                .await(
                                        sshd.target("root"),
                                        soon,
                                        Duration.ZERO,
                                        seen::add,
                                        StopRequest.NEVER))
                .isInstanceOfSatisfying(
                        BeltException.Unreachable.class,
                        e -> assertThat(e.detail().orElseThrow()).startsWith("tried "));
        assertThat(seen).anyMatch(w -> w.rung() == Rung.TCP && w.reason().isPresent());
    }

    @Test
    void endsAnAttemptWhenInterrupted() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            SshTarget target = SshTarget.of("a", "127.0.0.1", silent.getLocalPort(), "root");
            var ended = new ArrayList<Throwable>();
            SshClient client = sshd.client();
            Thread thread =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    client.connect(target);
                                } catch (BeltException | InterruptedException e) {
                                    ended.add(e);
                                }
                            });
            silent.accept().getInputStream().read();
            thread.interrupt();
            thread.join(5_000);

            assertThat(ended).singleElement().isInstanceOf(InterruptedException.class);
        }
    }

    private SshClient client(SshIdentity identity) {
        return new SshClient(
                new SshClient.Settings(
                        List.of(identity),
                        sshd.pinned(),
                        FirstContact.never(),
                        Duration.ofSeconds(10)));
    }

    private static void keygen(String... arguments) throws Exception {
        var words = new ArrayList<String>(List.of("ssh-keygen"));
        words.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(words).start().waitFor()).isZero();
    }
}
