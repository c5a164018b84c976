package belt.provision.ssh;

import belt.core.BeltException;
import belt.core.RandomId;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.LongConsumer;

/// Files by SFTP. Root writes beside the target and renames; another account writes into a folder of its own home, from
/// where root moves it.
final class Transfers {
    private static final Duration HASHING = Duration.ofMinutes(5);

    private Transfers() {}

    static void upload(SshSession session, Upload upload) throws InterruptedException {
        boolean root = session.target().isRoot();
        int slash = upload.path().lastIndexOf('/');
        String folder = upload.path().substring(0, slash + 1);
        String name = upload.path().substring(slash + 1);
        String fresh = (root ? folder : "") + "." + name + ".belt-" + RandomId.next();
        String freshPath;
        ChannelSftp sftp = open(session);
        try {
            freshPath = root ? fresh : sftp.getHome() + "/" + fresh;
            put(sftp, upload, freshPath, root ? upload.mode() : 0600);
            if (Thread
                    .interrupted()) { // JSch ends a put early without a word when its monitor says
                // so
                removeQuietly(sftp, freshPath);
                throw new InterruptedException("interrupted while " + upload.path() + " was sent");
            }
            if (root && upload.sha256() == null) {
                sftp.rename(freshPath, upload.path());
                return;
            }
        } catch (SftpException | IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while " + upload.path() + " was sent");
            }
            removeQuietly(sftp, fresh);
            throw session.transfer(upload.path(), e);
        } finally {
            sftp.disconnect();
        }
        settle(session, upload, freshPath);
    }

    private static void put(ChannelSftp sftp, Upload upload, String path, int mode)
            throws SftpException, IOException {
        try (InputStream in = upload.source().open()) {
            // the mode comes before the content: a key is never readable for others, not even for a
            // moment
            sftp.put(InputStream.nullInputStream(), path);
            sftp.chmod(0600, path);
            sftp.put(in, path, new Watcher(upload.progress()), ChannelSftp.OVERWRITE);
            sftp.chmod(mode, path);
        }
    }

    /// Checks the content where it arrived, then moves it to its place.
    private static void settle(SshSession session, Upload upload, String fresh)
            throws InterruptedException {
        String f = ShellWord.quote(fresh);
        var script = new StringBuilder("set -e\n");
        String sum = upload.sha256();
        if (sum != null) {
            script.append("s=$(sha256sum < ").append(f).append("); s=${s%% *}\n");
            script.append("if [ \"$s\" != ").append(ShellWord.quote(sum)).append(" ]; then rm -f ");
            script.append(f).append("; echo \"$s\"; exit 66; fi\n");
        }
        if (!session.target().isRoot()) {
            String to = ShellWord.quote(upload.path());
            script.append("t=").append(to).append(".belt-$$\n");
            script.append("install -o root -g root -m ").append(octal(upload.mode()));
            script.append(' ')
                    .append(f)
                    .append(" \"$t\" || { rm -f ")
                    .append(f)
                    .append("; exit 1; }\n");
            script.append("rm -f ").append(f).append("; mv -f \"$t\" ").append(to);
        } else {
            script.append("mv -f ").append(f).append(' ').append(ShellWord.quote(upload.path()));
        }
        ExecResult result = session.runBeside(true, script.toString(), HASHING);
        if (result.exitCode() == 66) {
            throw new BeltException.OperationFailed(
                    SshProblem.CHECKSUM_MISMATCH,
                    session.target().node()
                            + ": "
                            + upload.path()
                            + " arrived with checksum "
                            + result.stdout().strip()
                            + ", expected "
                            + sum);
        }
        if (!result.ok()) {
            throw new BeltException.OperationFailed(
                            SshProblem.TRANSFER_FAILED,
                            session.target().node() + ": cannot write " + upload.path())
                    .withDetail(String.join(" · ", result.lastLines(2)));
        }
    }

    static void download(SshSession session, String remote, Path local)
            throws InterruptedException {
        ChannelSftp sftp = open(session);
        Path fresh = local.resolveSibling("." + local.getFileName() + ".belt-" + RandomId.next());
        try {
            try (var out = Files.newOutputStream(fresh)) {
                sftp.get(remote, out);
            }
            Files.move(fresh, local, StandardCopyOption.ATOMIC_MOVE);
        } catch (SftpException | IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while " + remote + " was fetched");
            }
            throw new BeltException.OperationFailed(
                    SshProblem.TRANSFER_FAILED,
                    session.target().node() + ": cannot fetch " + remote + ": " + e.getMessage(),
                    e);
        } finally {
            sftp.disconnect();
            deleteQuietly(session, fresh);
        }
    }

    private static void deleteQuietly(SshSession session, Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            session.logger().debug("cannot remove {}", fresh, e);
        }
    }

    private static ChannelSftp open(SshSession session) {
        try {
            var sftp = (ChannelSftp) session.jsch().openChannel("sftp");
            sftp.connect(SshSession.CHANNEL_MILLIS);
            return sftp;
        } catch (JSchException e) {
            throw session.lost("cannot open SFTP", e);
        }
    }

    private static void removeQuietly(ChannelSftp sftp, String path) {
        try {
            sftp.rm(path);
        } catch (SftpException e) {
            // it was never made, or the connection is gone
        }
    }

    private static String octal(int mode) {
        return String.format("%04o", mode);
    }

    private static final class Watcher implements SftpProgressMonitor {
        private final LongConsumer listener;
        private long sent;

        Watcher(LongConsumer listener) {
            this.listener = listener;
        }

        @Override
        public void init(int op, String src, String dest, long max) {}

        @Override
        public boolean count(long bytes) {
            sent += bytes;
            listener.accept(sent);
            return !Thread.currentThread().isInterrupted();
        }

        @Override
        public void end() {}
    }
}
