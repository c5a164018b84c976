package belt.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class TlsContextsTest {
    private static final String[] PROTOCOLS = {TlsContexts.PROTOCOL};

    private final SettableClock clock = new SettableClock();
    private final TestCluster cluster = TestCluster.create(clock);
    private final NodeIdentity manager = cluster.node(CertificateRole.MANAGER);
    private final NodeIdentity worker = cluster.node(CertificateRole.WORKER);

    @Test
    void managersMeet() throws Exception {
        var current = new CurrentIdentity(manager);
        var other = cluster.node(CertificateRole.MANAGER);
        assertThat(meet(peer(current), peer(new CurrentIdentity(other)))).isEqualTo(other.nodeId());
    }

    @Test
    void aRenewedCertificateIsUsedByTheNextHandshake() throws Exception {
        var current = new CurrentIdentity(cluster.node(CertificateRole.MANAGER));
        var server = peer(new CurrentIdentity(manager));
        var client = peer(current);
        String before = meet(server, client);
        var renewed = cluster.node(CertificateRole.MANAGER);
        current.replace(renewed);
        assertThat(meet(server, client)).isEqualTo(renewed.nodeId()).isNotEqualTo(before);
    }

    @Test
    void aWorkerIsRefusedAmongManagers() {
        assertThatThrownBy(() ->
                        meet(peer(new CurrentIdentity(manager)), peer(new CurrentIdentity(worker))))
                .satisfies(e ->
                        assertThat(CertificateRejected.in(e))
                                .isNotNull()
                                .extracting(CertificateRejected::code)
                                .isEqualTo(PkiProblem.WRONG_ROLE));
    }

    @Test
    void anOperatorReachesTheApiOfANode() throws Exception {
        var operators = OperatorCa.create(clock);
        var serverKeys = OperatorCa.newKeyPair();
        var serverPem =
                operators.server(serverKeys.getPublic(), "node1", List.of("127.0.0.1")).pem();
        var server =
                TlsContexts.of(
                        new CurrentKeyManager(
                                () -> Credentials.of(serverPem, Pem.of(serverKeys.getPrivate()))),
                        new CheckingTrustManager(
                                new ApiClientCheck(
                                        List.of(operators.root()),
                                        new CurrentIdentity(manager),
                                        clock)));
        var keys = OperatorCa.newKeyPair();
        var alice = operators.client(keys.getPublic(), new Operator("alice", OperatorRole.ADMIN));
        var credentials = Credentials.of(alice.pem(), Pem.of(keys.getPrivate()));
        var client = TlsContexts.client(credentials, List.of(operators.root()));
        assertThat(meet(server, client)).isEqualTo("alice");
    }

    @Test
    void onlyEcKeysAreOffered() {
        var keys = CurrentKeyManager.of(() -> manager);
        assertThat(keys.chooseServerAlias("RSA", null, null)).isNull();
        assertThat(keys.chooseServerAlias("EC_EC", null, null)).isNull();
        assertThat(keys.chooseClientAlias(new String[] {"RSA"}, null, null)).isNull();
        assertThat(keys.chooseClientAlias(new String[] {"RSA", "EC"}, null, null)).isNotNull();
    }

    @Test
    void anAliasKeepsItsKeyAfterARenewal() {
        var current = new CurrentIdentity(manager);
        var keys = CurrentKeyManager.of(current);
        String alias = keys.chooseServerAlias("EC", null, null);
        current.replace(cluster.node(CertificateRole.MANAGER));
        assertThat(keys.chooseServerAlias("EC", null, null)).isNotEqualTo(alias);
        assertThat(keys.getPrivateKey(alias)).isEqualTo(manager.credentials().key());
        assertThat(keys.getCertificateChain(alias))
                .containsExactly(manager.credentials().certificate(), cluster.ca().root());
    }

    private SSLContext peer(CurrentIdentity identity) {
        return TlsContexts.of(
                CurrentKeyManager.of(identity),
                new CheckingTrustManager(MemberCheck.managersOnly(identity, clock)));
    }

    /// Lets a client call a server and returns the common name that the server has seen.
    private static String meet(SSLContext server, SSLContext client) throws Exception {
        try (var listening =
                        (SSLServerSocket)
                                server.getServerSocketFactory()
                                        .createServerSocket(
                                                0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            listening.setEnabledProtocols(PROTOCOLS);
            listening.setNeedClientAuth(true);
            Future<String> seen = threads.submit(() -> accept(listening));
            call(client, listening.getLocalPort());
            return seen.get();
        }
    }

    private static String accept(SSLServerSocket listening) throws Exception {
        try (var socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
            var name = socket.getSession().getPeerPrincipal().getName();
            socket.getOutputStream().write(1);
            return name.substring("CN=".length(), name.indexOf(','));
        }
    }

    private static void call(SSLContext client, int port) {
        try (var socket =
                (SSLSocket)
                        client.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setEnabledProtocols(PROTOCOLS);
            assertThat(socket.getInputStream().read()).isGreaterThanOrEqualTo(-1);
        } catch (IOException _) {
            // the server's own failure says more
        }
    }
}
