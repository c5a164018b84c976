package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsTest {
    private static final SshTarget WEB1 = SshTarget.of("web1", "10.77.0.2", 22, "root");
    private static final SshTarget WEB2 = SshTarget.of("web2", "10.77.0.3", 2222, "root");

    @TempDir Path folder;
    private final SshPublicKey one = key();
    private final SshPublicKey two = key();

    private static SshPublicKey key() {
        return SshPublicKey.parse(SshKeyPair.generate("x").publicLine()).orElseThrow();
    }

    private KnownHosts known() {
        return new KnownHosts(folder.resolve("known_hosts"));
    }

    @Test
    void pinsUnderTheNameThatOpenSshUses() throws Exception {
        known().pin(WEB1, one);
        known().pin(WEB2, two);
        known().pin(WEB2, two);

        assertThat(folder.resolve("known_hosts"))
                .hasContent("10.77.0.2 " + one + "\n[10.77.0.3]:2222 " + two + "\n");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("known_hosts"))))
                .isEqualTo("rw-------");
        assertThat(known().keysOf(WEB1)).containsExactly(one);
    }

    @Test
    void replacesAndForgetsWithoutTouchingOthers() throws Exception {
        Files.writeString(folder.resolve("known_hosts"), "# by hand\n10.77.0.9 " + two + "\n");
        known().pin(WEB1, one);
        known().replace(WEB1, List.of(two));
        assertThat(known().keysOf(WEB1)).containsExactly(two);

        known().forget(WEB1);

        assertThat(folder.resolve("known_hosts")).hasContent("# by hand\n10.77.0.9 " + two + "\n");
    }

    @Test
    void understandsListsWildcardsNegationAndHashes() throws Exception {
        String hashed = "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=";
        Files.writeString(
                folder.resolve("known_hosts"),
                "web*,10.1.2.3,!web9 " + one + "\n" + hashed + " " + two + " comment\n");

        assertThat(known().keysOf(SshTarget.of("n", "web3", 22, "root"))).containsExactly(one);
        assertThat(known().keysOf(SshTarget.of("n", "web9", 22, "root"))).isEmpty();
        assertThat(known().keysOf(SshTarget.of("n", "192.168.1.61", 22, "root")))
                .containsExactly(two);
    }

    @Test
    void neverTakesACertificateAuthorityForAKey() throws Exception {
        Files.writeString(
                folder.resolve("known_hosts"),
                "@cert-authority 10.77.0.2 " + one + "\n@revoked 10.77.0.2 " + two + "\n");

        assertThat(known().keysOf(WEB1)).isEmpty();
        assertThat(known().isRevoked(WEB1, two)).isTrue();
        assertThat(known().isRevoked(WEB1, one)).isFalse();
    }

    @Test
    void namesTheLineThatItCannotRead() throws Exception {
        Files.writeString(folder.resolve("known_hosts"), "\n10.0.0.1 ssh-ed25519 nonsense!\n");

        assertThatThrownBy(() -> known().keysOf(WEB1))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageEndingWith("known_hosts:2: not a host key line");
    }
}
