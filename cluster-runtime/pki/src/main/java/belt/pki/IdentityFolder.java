package belt.pki;

import belt.core.BeltException;
import belt.core.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A node's identity on its disk, in a folder of mode 0700 with two files of mode 0600: `swarm-node.pem` holds the key
/// and its certificates together, so that one rename replaces both and a crash cannot leave a key beside another key's
/// certificate; `swarm-root-ca.crt` holds the roots and is written first.
public final class IdentityFolder {
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final Path node;
    private final Path root;
    private final Path request;

    /// @param folder usually `/var/lib/belt/certificates`; made when something is saved
    public IdentityFolder(Path folder) {
        this.folder = folder;
        this.node = folder.resolve("swarm-node.pem");
        this.root = folder.resolve("swarm-root-ca.crt");
        this.request = folder.resolve("joining.pem");
    }

    /// The saved identity; empty if there is none. An expired one is returned too.
    ///
    /// @throws BeltException `pki.certificate-unreadable`, `pki.key-mismatch`, `pki.untrusted` for damaged files, and
    ///     `pki.folder-unusable` if they cannot be read
    public Optional<NodeIdentity> find() {
        if (!Files.exists(node)) {
            return Optional.empty();
        }
        try {
            String pem = Files.readString(node);
            String rootPem = Files.readString(root);
            return Optional.of(NodeIdentity.of(Pem.privateKey(Secret.of(pem)), pem, rootPem));
        } catch (IOException e) {
            throw unusable("cannot read the identity in " + folder + ": " + e, e);
        } catch (BeltException e) {
            throw e.withDetail("the files are in " + folder);
        }
    }

    /// Writes the identity so that after a crash either the old or the new one is there.
    ///
    /// @throws BeltException.OperationFailed `pki.folder-unusable`
    public void save(NodeIdentity identity) {
        var credentials = identity.credentials();
        try {
            prepare();
            replace(root, identity.rootPem());
            replace(node, Pem.of(credentials.key()).reveal() + Pem.of(credentials.chain()));
            Files.deleteIfExists(request);
        } catch (IOException e) {
            throw unusable("cannot write the identity to " + folder + ": " + e, e);
        }
    }

    /// The request with which this node asks to be let in: the same one until it has an identity, so that asking again
    /// after a lost reply or a restart does not look like somebody else. In `joining.pem`, with its key.
    ///
    /// @throws BeltException.OperationFailed `pki.folder-unusable`
    public CertificateRequest joiningRequest() {
        try {
            if (Files.exists(request)) {
                return CertificateRequest.read(Secret.of(Files.readString(request)));
            }
            var fresh = CertificateRequest.create();
            prepare();
            replace(request, fresh.text().reveal());
            return fresh;
        } catch (IOException e) {
            throw unusable("cannot keep the request for a certificate in " + folder + ": " + e, e);
        }
    }

    /// Forgets the identity: the node has left its cluster.
    ///
    /// @throws BeltException.OperationFailed `pki.folder-unusable`
    public void delete() {
        try {
            Files.deleteIfExists(node); // first: without it the folder counts as empty
            Files.deleteIfExists(root);
            Files.deleteIfExists(request);
        } catch (IOException e) {
            throw unusable("cannot remove the identity from " + folder + ": " + e, e);
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        Files.setPosixFilePermissions(folder, FOLDER);
    }

    private void replace(Path file, String text) throws IOException {
        var fresh = folder.resolve("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh); // of a crash; its mode may be anything
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel =
                FileChannel.open(fresh, options, PosixFilePermissions.asFileAttribute(FILE))) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true); // the rename itself
        }
    }

    private static BeltException unusable(String what, IOException cause) {
        return new BeltException.OperationFailed(PkiProblem.FOLDER_UNUSABLE, what, cause);
    }
}
