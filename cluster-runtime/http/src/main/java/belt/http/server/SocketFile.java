package belt.http.server;

import belt.core.BeltException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of a Unix socket. It is bound in a folder that only root may enter and moved to its place once mode and group
/// are right, so that there is no moment in which somebody else could connect.
final class SocketFile {
    private static final Logger log = LoggerFactory.getLogger(SocketFile.class);

    private final Path path;
    private final String group;
    private final Path nursery;

    SocketFile(Listener.Unix listener) {
        this.path = listener.path().toAbsolutePath();
        this.group = listener.group();
        this.nursery = path.resolveSibling("." + path.getFileName() + ".new");
    }

    /// Makes the private folder and answers the path to bind to.
    ///
    /// @throws BeltException.Conflict if a living server listens on the final path
    Path prepare() {
        if (answers(path)) {
            throw new BeltException.Conflict(
                    HttpProblem.SOCKET_IN_USE, "another process answers on " + path);
        }
        try {
            Files.createDirectories(path.getParent());
            discardNursery();
            Files.createDirectory(
                    nursery,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            return nursery.resolve("s");
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Gives the bound socket its owner and mode, and moves it over whatever a killed predecessor left behind.
    void publish() {
        try {
            Path bound = nursery.resolve("s");
            var view = Files.getFileAttributeView(bound, PosixFileAttributeView.class);
            view.setPermissions(PosixFilePermissions.fromString(mode(view)));
            Files.deleteIfExists(path);
            Files.move(bound, path);
            discardNursery();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private String mode(PosixFileAttributeView view) throws IOException {
        try {
            GroupPrincipal owner =
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(group);
            view.setGroup(owner);
            return "rw-rw----";
        } catch (UserPrincipalNotFoundException e) {
            log.warn("no group {} on this node: only root may use {}", group, path);
            return "rw-------";
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
            discardNursery();
        } catch (IOException e) {
            log.warn("could not remove {}: {}", path, e.toString());
        }
    }

    private void discardNursery() throws IOException {
        Files.deleteIfExists(nursery.resolve("s"));
        Files.deleteIfExists(nursery);
    }

    private static boolean answers(Path socket) {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false; // a file without a listener: left behind by a killed daemon
        }
    }

    private BeltException failed(IOException cause) {
        return new BeltException.OperationFailed(
                HttpProblem.SOCKET_FILE, "could not make the socket " + path, cause);
    }
}
