package belt.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFolderTest {
    @TempDir private Path temp = Path.of("");

    private final SettableClock clock = new SettableClock();
    private final TestCluster cluster = TestCluster.create(clock);
    private final NodeIdentity worker = cluster.node(CertificateRole.WORKER);

    @Test
    void isEmptyAtFirst() {
        assertThat(new IdentityFolder(temp.resolve("none")).find()).isEmpty();
    }

    @Test
    void keepsAnIdentity() throws Exception {
        var at = temp.resolve("belt/certificates");
        var folder = new IdentityFolder(at);
        folder.save(worker);
        var found = folder.find().orElseThrow();
        assertThat(found.member()).isEqualTo(worker.member());
        assertThat(found.rootPem()).isEqualTo(cluster.ca().rootPem());
        assertThat(found.renewAt()).isEqualTo(worker.renewAt());
        assertThat(mode(at)).isEqualTo("rwx------");
        try (var files = Files.list(at)) {
            assertThat(files.toList())
                    .extracting(each -> each.getFileName().toString())
                    .containsExactlyInAnyOrder("swarm-node.pem", "swarm-root-ca.crt");
        }
        assertThat(mode(at.resolve("swarm-node.pem"))).isEqualTo("rw-------");
    }

    @Test
    void tightensAFolderThatIsOpen() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        new IdentityFolder(temp).save(worker);
        assertThat(mode(temp)).isEqualTo("rwx------");
    }

    @Test
    void replacesTheOldIdentityAndWhatACrashHasLeft() throws Exception {
        var folder = new IdentityFolder(temp);
        folder.save(worker);
        Files.writeString(temp.resolve(".swarm-node.pem.new"), "half");
        var renewed = cluster.node(CertificateRole.MANAGER, worker.nodeId());
        folder.save(renewed);
        assertThat(folder.find().orElseThrow().role()).isEqualTo(CertificateRole.MANAGER);
        assertThat(temp.resolve(".swarm-node.pem.new")).doesNotExist();
    }

    @Test
    void readsAnExpiredIdentity() {
        var folder = new IdentityFolder(temp);
        folder.save(worker);
        clock.advance(Duration.ofDays(100));
        assertThat(folder.find().orElseThrow().expiredAt(clock.instant())).isTrue();
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        var folder = new IdentityFolder(temp);
        folder.save(worker);
        var other = cluster.node(CertificateRole.WORKER);
        Files.writeString(
                temp.resolve("swarm-node.pem"),
                Pem.of(other.credentials().key()).reveal() + Pem.of(worker.credentials().chain()));
        refuses(PkiProblem.KEY_MISMATCH, folder);
    }

    @Test
    void refusesARootThatHasNotSigned() throws Exception {
        var folder = new IdentityFolder(temp);
        folder.save(worker);
        Files.writeString(temp.resolve("swarm-root-ca.crt"), ClusterCa.create(clock).rootPem());
        refuses(PkiProblem.UNTRUSTED, folder);
    }

    @Test
    void refusesACutFile() throws Exception {
        var folder = new IdentityFolder(temp);
        folder.save(worker);
        var file = temp.resolve("swarm-node.pem");
        Files.writeString(file, Files.readString(file).substring(0, 400));
        refuses(PkiProblem.CERTIFICATE_UNREADABLE, folder);
        Files.delete(temp.resolve("swarm-root-ca.crt"));
        refuses(PkiProblem.FOLDER_UNUSABLE, folder);
    }

    @Test
    void forgets() {
        var folder = new IdentityFolder(temp);
        folder.save(worker);
        folder.delete();
        assertThat(folder.find()).isEmpty();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void refuses(PkiProblem code, IdentityFolder folder) {
        assertThatThrownBy(folder::find)
                .isInstanceOfSatisfying(
                        BeltException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
