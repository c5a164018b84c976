package belt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import belt.pki.Operator;
import belt.pki.OperatorCa;
import belt.pki.OperatorRole;
import belt.pki.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that answered once and is gone since, without a word.
class SilentNodeTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir private Path folder;

    @Test
    void nobodyWaitsForItsGoodBye() throws Exception {
        OperatorCa ca = OperatorCa.create(InstantSource.system());
        var over = new CountDownLatch(1);
        try (SSLServerSocket server = listen(ca)) {
            Thread node = Thread.ofVirtual().start(() -> answerOnce(server, over));
            ClusterClient client =
                    ClusterClient.of(credentials(ca), "127.0.0.1", server.getLocalPort(), LONG);
            assertThat(client.ping().membership()).isEqualTo("inactive");
            assertTimeoutPreemptively(LONG, client::close);
            over.countDown();
            node.join();
        }
    }

    private static void answerOnce(SSLServerSocket server, CountDownLatch over) {
        try (Socket socket = server.accept()) {
            byte[] request = new byte[4096];
            assertThat(socket.getInputStream().read(request)).isPositive();
            socket.getOutputStream()
                    .write(
                            "HTTP/1.1 200 OK\r\nSwarm: inactive\r\nContent-Length: 2\r\n\r\nOK"
                                    .getBytes(StandardCharsets.US_ASCII));
            over.await();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLServerSocket listen(OperatorCa ca) throws Exception {
        KeyPair pair = OperatorCa.newKeyPair();
        var issued = ca.server(pair.getPublic(), "node1", List.of("127.0.0.1"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "node1",
                pair.getPrivate(),
                new char[0],
                issued.chain().toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    }

    private Credentials credentials(OperatorCa ca) throws IOException {
        KeyPair pair = OperatorCa.newKeyPair();
        var issued = ca.client(pair.getPublic(), new Operator("ada", OperatorRole.ADMIN));
        Files.writeString(folder.resolve("ca.pem"), ca.rootPem());
        Files.writeString(folder.resolve("cert.pem"), issued.pem());
        Files.writeString(folder.resolve("key.pem"), Pem.of(pair.getPrivate()).reveal());
        return Credentials.read(folder);
    }
}
