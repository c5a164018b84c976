package belt.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.http.server.ApiError;
import belt.http.server.PeerIdentity;
import belt.http.testkit.Certificates;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerApiTest {
    @Test
    void workersAreRefusedAndOthersAreNot(@TempDir Path folder) throws Exception {
        byte[] pem = Files.readAllBytes(Certificates.create(folder).folder().resolve("cert.pem"));
        X509Certificate any =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(pem));
        assertThatThrownBy(() ->
                        DockerApi.requireNoWorker(
                                new PeerIdentity.Certificate("c", "swarm-worker", "n", any)))
                .isInstanceOf(ApiError.class);
        assertThatCode(
                        () -> {
                            DockerApi.requireNoWorker(
                                    new PeerIdentity.Certificate("c", "swarm-manager", "n", any));
                            DockerApi.requireNoWorker(new PeerIdentity.LocalUser("root", "root"));
                        })
                .doesNotThrowAnyException();
    }
}
