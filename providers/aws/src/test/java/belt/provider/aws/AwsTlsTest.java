package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provider.MachineProvider;
import belt.provider.aws.testkit.Ec2Bed;
import belt.provider.aws.testkit.FakeEc2;
import belt.provider.testkit.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A compatible cloud behind https with an authority of its own.
class AwsTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;

    @Test
    void anAuthorityOfItsOwnIsTrustedWhereItIsNamed()
            throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore store = selfSigned();
        Path bundle = folder.resolve("ca.pem");
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate("ec2").getEncoded());
        Files.writeString(
                bundle, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        try (var bed = new Ec2Bed(folder);
                FakeEc2 secure = FakeEc2.start(new FakeClock(), context(store))) {
            var options = new HashMap<String, String>();
            options.put("endpoint", secure.endpoint().toString());
            options.put("retries", "0");
            try (MachineProvider stranger = bed.open(options)) {
                assertThatThrownBy(stranger::check).isInstanceOf(BeltException.Unreachable.class);
            }
            options.put("ca-bundle", bundle.toString());
            try (MachineProvider provider = bed.open(options)) {
                assertThat(provider.check().id()).isEqualTo("123456789012");
            }
            options.put("ca-bundle", folder.resolve("none").toString());
            assertThatThrownBy(() -> bed.open(Map.copyOf(options)).close())
                    .isInstanceOf(BeltException.InvalidInput.class);
        }
    }

    private KeyStore selfSigned()
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/keytool",
                                "-genkeypair",
                                "-alias",
                                "ec2",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=ec2",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).as(folder.resolve("keytool.log").toString()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
