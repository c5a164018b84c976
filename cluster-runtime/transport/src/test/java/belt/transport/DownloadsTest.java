package belt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Secret;
import belt.pki.NodeIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A client that speaks HTTPS and has nothing of ours but the cluster's root, as `curl --cacert` is.
class DownloadsTest {
    private final TestCluster cluster = TestCluster.create();
    private final NodeIdentity manager = cluster.manager();

    @TempDir Path folder;

    private Optional<Path> find(String path, Secret bearer) throws Downloads.NotAllowed {
        if (!bearer.reveal().equals("open sesame")) {
            throw new Downloads.NotAllowed("not with this credential");
        }
        return Optional.of(folder.resolve(path.substring(1)))
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    }

    private String fetch(Wire wire, TlsEngine engine, String request) throws Exception {
        var settings = StreamServer.Settings.of(Wire.anyPort(), () -> manager, Wire.CLOCK);
        try (var server =
                        StreamServer.bind(
                                wire.loops, settings, new Recorder(), this::find, engine);
                var socket =
                        (SSLSocket)
                                trusting()
                                        .getSocketFactory()
                                        .createSocket("127.0.0.1", server.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the address is in it
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private SSLContext trusting() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setCertificateEntry("root", belt.pki.Pem.certificates(manager.rootPem()).getFirst());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String get(String path, String credential) {
        return "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, credential);
    }

    @ParameterizedTest
    @EnumSource
    void handsAFileOutToWhoShowsTheCredential(TlsEngine engine) throws Exception {
        byte[] content = "0123456789abcdef".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.resolve("file"), content);
        try (var wire = new Wire(engine)) {
            String answer = fetch(wire, engine, get("/file", "open sesame"));
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(answer).contains("content-length: " + content.length + "\r\n");
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                    .isEqualTo(new String(content, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void saysWhyNot() throws Exception {
        Files.writeString(folder.resolve("file"), "secret");
        TlsEngine engine = TlsEngine.best();
        try (var wire = new Wire(engine)) {
            assertThat(fetch(wire, engine, get("/file", "please")))
                    .startsWith("HTTP/1.1 401 ")
                    .endsWith("not with this credential\n")
                    .doesNotContain("secret");
            assertThat(fetch(wire, engine, get("/other", "open sesame")))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(fetch(wire, engine, "POST /file HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 405 ");
            assertThat(fetch(wire, engine, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aFileThatCannotBeReadIsAnAnswerToo() throws Exception {
        Files.createSymbolicLink(folder.resolve("file"), folder.resolve("gone"));
        TlsEngine engine = TlsEngine.best();
        try (var wire = new Wire(engine)) {
            assertThat(fetch(wire, engine, get("/file", "open sesame")))
                    .startsWith("HTTP/1.1 500 ");
        }
    }
}
