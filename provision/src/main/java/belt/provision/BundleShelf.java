package belt.provision;

import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import belt.provision.ssh.Upload;
import belt.provision.step.NodeBundle;

/// Lays node bundles ready on a manager, which hands them out to machines that join by themselves.
public final class BundleShelf {
    private BundleShelf() {}

    /// Brings a bundle, unless it is there.
    public static void put(SshSession session, NodeBundle bundle) throws InterruptedException {
        String file = NodePaths.SHELF + "/" + bundle.sha256();
        var look =
                RemoteCommand.of("mkdir -p -m 700 " + NodePaths.SHELF + " && test -f " + file)
                        .root();
        if (session.run(look).ok()) {
            return;
        }
        // uploads are moved to their place whole, once their checksum is right
        session.upload(Upload.of(bundle.archive(), file).mode(0600).verified(bundle.sha256()));
    }
}
