package belt.provision.step;

import belt.provision.ssh.SshSession;
import belt.provision.ssh.Upload;
import java.util.function.LongConsumer;

/// Brings a node bundle's archive to a machine. The usual way sends it from here; another one may let a neighbour that
/// has it already do that.
@FunctionalInterface
public interface BundleCarrier {
    /// @param path where the archive has to be afterwards, with the bundle's checksum
    /// @param progress hears how many bytes have arrived
    void bring(SshSession session, NodeBundle bundle, String path, LongConsumer progress)
            throws InterruptedException;

    /// Sends the archive from this machine, by SFTP.
    static BundleCarrier upload() {
        return (session, bundle, path, progress) ->
                session.upload(
                        Upload.of(bundle.archive(), path)
                                .mode(0600)
                                .verified(bundle.sha256())
                                .progress(progress));
    }
}
