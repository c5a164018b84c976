package belt.provision;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.StopRequest;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Waits until a machine's first boot is over. A cloud's machine lets us in long before cloud-init has ended, which may
/// still install packages, write files and restart daemons (docker/machine 4675).
final class BootWait {
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final int NOT_YET = 124; // what timeout(1) says

    /// cloud-init that systemd did not start never ends, so it is not asked there.
    private static final String SCRIPT =
            """
            [ -e /run/cloud-init/result.json ] || [ -d /run/systemd/system ] || exit 0
            command -v cloud-init >/dev/null 2>&1 || exit 0
            timeout %d cloud-init status --wait 2>&1
            """
                    .formatted(LOOK.toSeconds());

    private final SshSession session;
    private final StopRequest stop;

    BootWait(SshSession session, StopRequest stop) {
        this.session = session;
        this.stop = stop;
    }

    /// @param onWaiting hears what is waited for, while it lasts
    /// @return what the operator should know: cloud-init ended with errors. The machine may be good all the same
    /// @throws BeltException.StillRunning if it is not over at the deadline
    Optional<String> await(Deadline deadline, Consumer<String> onWaiting)
            throws InterruptedException {
        long began = System.nanoTime();
        while (true) {
            stop.check();
            ExecResult result =
                    session.run(
                            RemoteCommand.of(SCRIPT)
                                    .root()
                                    .within(LOOK.plus(Duration.ofSeconds(45))));
            if (result.ok()) {
                return Optional.empty();
            }
            if (result.exitCode() != NOT_YET) {
                String said = String.join(" ", result.lastLines(1));
                return Optional.of(
                        "cloud-init ended with errors ("
                                + (said.isBlank() ? result.describe() : said.strip())
                                + "): cloud-init status --long on the machine says more");
            }
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            if (deadline.passed()) {
                throw new BeltException.StillRunning(
                        ProvisionProblem.BOOT_NOT_DONE,
                        session.target().node()
                                + ": cloud-init has not ended after "
                                + seconds
                                + " s");
            }
            onWaiting.accept("waiting for cloud-init (" + seconds + " s)");
        }
    }
}
