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
/// where root moves it. One object serves one transfer.
final class Transfers {
    private static final Duration HASHING = Duration.ofMinutes(5);

    private final SshSession session;
    private volatile boolean cancelled;

    Transfers(SshSession session) {
        this.session = session;
    }

    void upload(Upload upload) throws InterruptedException {
        String arrived = Shield.call(() -> send(upload), () -> cancelled = true);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while " + upload.path() + " was sent");
        }
        if (!arrived.isEmpty()) {
            settle(session, upload, arrived);
        }
    }

    /// @return where the content waits to be put to its place; empty if it is there, or nothing was sent
    private String send(Upload upload) {
        boolean root = session.target().isRoot();
        int slash = upload.path().lastIndexOf('/');
        String name = upload.path().substring(slash + 1);
        String fresh = "." + name + ".belt-" + RandomId.next();
        ChannelSftp sftp = open(session);
        try {
            String folder = root ? upload.path().substring(0, slash) : sftp.getHome();
            String path = folder + "/" + fresh;
            try {
                put(sftp, upload, path, root ? upload.mode() : 0600);
                if (cancelled) {
                    removeQuietly(sftp, path);
                    return "";
                }
                if (root && upload.sha256() == null) {
                    sftp.rename(path, upload.path());
                    return "";
                }
                return path;
            } catch (SftpException | IOException e) {
                removeQuietly(sftp, path);
                throw e;
            }
        } catch (SftpException | IOException e) {
            throw session.transfer(upload.path(), e);
        } finally {
            sftp.disconnect();
        }
    }

    private void put(ChannelSftp sftp, Upload upload, String path, int mode)
            throws SftpException, IOException {
        try (InputStream in = upload.source().open()) {
            // the mode comes before the content: a key is never readable for others, not even for a
            // moment
            sftp.put(InputStream.nullInputStream(), path);
            sftp.chmod(0600, path);
            sftp.put(in, path, watcher(upload.progress()), ChannelSftp.OVERWRITE);
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

    void download(String remote, Path local) throws InterruptedException {
        Shield.call(() -> fetch(remote, local), () -> cancelled = true);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while " + remote + " was fetched");
        }
    }

    private boolean fetch(String remote, Path local) {
        ChannelSftp sftp = open(session);
        Path fresh = local.resolveSibling("." + local.getFileName() + ".belt-" + RandomId.next());
        try {
            try (var out = Files.newOutputStream(fresh)) {
                sftp.get(remote, out, watcher(_ -> {}));
            }
            if (!cancelled) {
                Files.move(fresh, local, StandardCopyOption.ATOMIC_MOVE);
            }
            return !cancelled;
        } catch (SftpException | IOException e) {
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

    private SftpProgressMonitor watcher(LongConsumer listener) {
        return new SftpProgressMonitor() {
            private long sent;

            @Override
            public void init(int op, String src, String dest, long max) {}

            @Override
            public boolean count(long bytes) {
                sent += bytes;
                listener.accept(sent);
                return !cancelled;
            }

            @Override
            public void end() {}
        };
    }
}
