package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unix sockets of a machine, reached through SSH.
class SocketForwardIT {
    @TempDir Path folder;
    TestSshd sshd;
    SshSession session;
    ServerSocketChannel server;

    @BeforeEach
    void connect() throws Exception {
        sshd = TestSshd.start(folder);
        session = sshd.client().connect(sshd.target("root"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("service")));
        Thread.ofVirtual().start(this::answer);
    }

    @AfterEach
    void close() throws IOException {
        if (session != null) {
            session.close();
            sshd.close();
            server.close();
        }
    }

    /// Answers only once the other side has said that it is done, as Docker's attach does.
    private void answer() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> answerOne(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void answerOne(SocketChannel client) {
        try (client) {
            byte[] all = Channels.newInputStream(client).readAllBytes();
            String text = "got " + new String(all, StandardCharsets.UTF_8);
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closesOneDirectionAtATime() throws Exception {
        try (RemoteStream stream = session.openSocket(folder.resolve("service").toString())) {
            stream.output().write("question".getBytes(StandardCharsets.UTF_8));
            stream.output().close();

            assertThat(new String(stream.input().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("got question");
        }
    }

    @Test
    void saysThatNobodyListens() {
        assertThatThrownBy(() -> session.openSocket("/run/no.sock"))
                .hasMessage("web1: cannot connect to /run/no.sock as root");
    }

    @Test
    void leadsManyConnectionsThroughALocalSocket() throws Exception {
        Path local = folder.resolve("local");
        try (var forward = session.forward(local, folder.resolve("service").toString());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String text = "x".repeat(50_000 + i);
                answers.add(threads.submit(() -> ask(forward, text)));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(answers.get(i).get()).hasSize(50_004 + i);
            }
        }
        assertThat(Files.exists(local)).isFalse();
    }

    @Test
    void listensOnLoopbackToo() throws Exception {
        try (var forward = session.forwardLoopback(folder.resolve("service").toString())) {
            assertThat(ask(forward, "tcp")).isEqualTo("got tcp");
        }
    }

    private static String ask(SocketForward forward, String text) throws IOException {
        try (var client = SocketChannel.open(forward.address())) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                client.write(bytes);
            }
            client.shutdownOutput();
            return new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
