package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshKeyPairTest {
    @TempDir Path folder;

    @Test
    void isReadBackByTheLibraryWithTheSamePublicKey() throws Exception {
        for (int i = 0; i < 20; i++) {
            SshKeyPair pair = SshKeyPair.generate("belt demo");
            KeyPair read =
                    KeyPair.load(
                            new JSch(),
                            pair.privateKey().reveal().getBytes(StandardCharsets.US_ASCII),
                            null);

            String blob = Base64.getEncoder().encodeToString(read.getPublicKeyBlob());
            assertThat(pair.publicLine()).isEqualTo("ssh-ed25519 " + blob + " belt demo");
        }
    }

    @Test
    void isWrittenForItsOwnerAloneAndNeverOverwrites() throws Exception {
        Path file = folder.resolve("id_ed25519");
        SshKeyPair.generate("a").write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(folder.resolve("id_ed25519.pub"))).endsWith(" a\n");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> SshKeyPair.generate("b").write(file))
                .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    }

    @Test
    void keepsThePrivateKeyOutOfText() {
        assertThat(SshKeyPair.generate("a").toString())
                .contains("[REDACTED]")
                .doesNotContain("BEGIN");
    }
}
