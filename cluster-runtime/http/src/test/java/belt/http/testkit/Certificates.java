package belt.http.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority with a server and a client, made by the JDK's keytool in a temporary folder.
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore store;

    private Certificates(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /// Makes them.
    public static Certificates create(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        keytool(file, "ca", "CN=test-ca", "-ext", "bc:c");
        keytool(
                file,
                "server",
                "CN=server",
                "-signer",
                "ca",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost");
        keytool(file, "client", "O=acme,OU=operators,CN=alice", "-signer", "ca");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Certificates made = new Certificates(folder, store);
        made.writePem();
        return made;
    }

    private static void keytool(Path file, String alias, String name, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", alias));
        command.addAll(List.of("-dname", name, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-validity", "30", "-keystore", file.toString()));
        command.addAll(List.of("-storepass", "changeit", "-storetype", "PKCS12"));
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed for " + alias);
        }
    }

    private void writePem() throws GeneralSecurityException, IOException {
        pem("ca.pem", "CERTIFICATE", store.getCertificate("ca").getEncoded());
        pem("cert.pem", "CERTIFICATE", store.getCertificate("client").getEncoded());
        Key key = store.getKey("client", PASSWORD);
        pem("key.pem", "PRIVATE KEY", key.getEncoded());
    }

    private void pem(String file, String what, byte[] der) throws IOException {
        String body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    /// What `DOCKER_CERT_PATH` points to.
    public Path folder() {
        return folder;
    }

    /// The server's side.
    public SSLContext server() throws GeneralSecurityException, IOException {
        return context("server");
    }

    /// The client's side.
    public SSLContext client() throws GeneralSecurityException, IOException {
        return context("client");
    }

    /// A client without a certificate.
    public SSLContext stranger() throws GeneralSecurityException, IOException {
        return context("");
    }

    private SSLContext context(String alias) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, PASSWORD);
        if (!alias.isEmpty()) {
            keys.setKeyEntry(
                    alias,
                    store.getKey(alias, PASSWORD),
                    PASSWORD,
                    new Certificate[] {store.getCertificate(alias), store.getCertificate("ca")});
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("ca", store.getCertificate("ca"));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }
}
