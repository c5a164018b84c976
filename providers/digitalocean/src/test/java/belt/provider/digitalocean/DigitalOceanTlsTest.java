package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.MachineProvider;
import belt.provider.ProviderContext;
import belt.provider.Surroundings;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.testkit.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A compatible cloud behind https with an authority of its own: both the vendor's client and our own calls reach it.
class DigitalOceanTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir private Path folder;
    private final FakeClock clock = new FakeClock();

    @Test
    void anAuthorityOfItsOwnIsTrustedWhereItIsNamed()
            throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore store = selfSigned();
        Path bundle = folder.resolve("ca.pem");
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate("ocean").getEncoded());
        Files.writeString(
                bundle, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        try (var ocean = FakeDigitalOcean.start(clock, context(store))) {
            String api = ocean.endpoint().toString();
            try (MachineProvider stranger = open(Map.of("DIGITALOCEAN_API_URL", api))) {
                assertThatThrownBy(stranger::check).isInstanceOf(BeltException.Unreachable.class);
            }
            try (MachineProvider provider =
                    open(
                            Map.of(
                                    "DIGITALOCEAN_API_URL",
                                    api + "/",
                                    "SSL_CERT_FILE",
                                    bundle.toString()))) {
                assertThat(provider.check().machineLimit()).isEqualTo(10_000);
                assertThat(provider.sizes()).isNotEmpty();
            }
            assertThatThrownBy(
                            () -> open(Map.of("SSL_CERT_FILE", folder.resolve("none").toString())))
                    .isInstanceOf(BeltException.InvalidInput.class);
        }
    }

    private MachineProvider open(Map<String, String> environment) {
        var around = new Surroundings(clock, clock, environment, folder.resolve("accounts"));
        return new DigitalOceanType()
                .open(
                        ProviderContext.of("demo", folder, around)
                                .withCredentials(
                                        new Credentials(
                                                "work",
                                                Map.of(
                                                        "access-token",
                                                        Secret.of(FakeDigitalOcean.TOKEN)))));
    }

    private KeyStore selfSigned()
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        Path log = folder.resolve("keytool.log");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "ocean",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=ocean",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(keytool.waitFor()).as(log.toString()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
