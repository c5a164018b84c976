package belt.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that only read a token or a certificate must not pay for loading BouncyCastle.
class PlainTypesTest {
    @TempDir private Path temp = Path.of("");

    @Test
    void readIdentitiesAndTokensWithoutBouncyCastle() throws Exception {
        var cluster = TestCluster.create(new SettableClock());
        new IdentityFolder(temp).save(cluster.node(CertificateRole.MANAGER));
        var token = JoinToken.create(cluster.ca().rootPem(), new SecureRandom());
        try (var loader = new Watching()) {
            var folder = loader.loadClass("belt.pki.IdentityFolder");
            var found =
                    folder.getMethod("find")
                            .invoke(folder.getConstructor(Path.class).newInstance(temp));
            assertThat(String.valueOf(found)).contains(cluster.id());
            var digest =
                    loader.loadClass("belt.pki.JoinToken")
                            .getMethod("digestOf", String.class)
                            .invoke(null, cluster.ca().rootPem());
            assertThat(digest).isEqualTo(token.digest());
            assertThat(loader.loadClass("belt.pki.TlsContexts").getMethods()).isNotEmpty();
            assertThat(loader.bouncyCastle).isEmpty();
        }
    }

    /// Loads our classes anew and notes every wish for one of BouncyCastle's.
    private static final class Watching extends URLClassLoader {
        private final List<String> bouncyCastle = new ArrayList<>();

        Watching() {
            super(
                    new URL[] {
                        PkiProblem.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    PlainTypesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.bouncycastle.")) {
                bouncyCastle.add(name);
            }
            if (!name.startsWith("belt.pki.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
