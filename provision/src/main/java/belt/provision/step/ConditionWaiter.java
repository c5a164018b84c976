package belt.provision.step;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.StopRequest;
import belt.provision.ProvisionProblem;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.RemoteStream;
import belt.provision.ssh.ShellWord;
import belt.provision.ssh.SshProblem;
import belt.provision.ssh.SshSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// Waits on a machine for something to hold, and finds out why it does not.
final class ConditionWaiter {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int LOOKS_BETWEEN_CHECKS = 10;

    private final SshSession session;
    private final StopRequest stop;

    ConditionWaiter(SshSession session, StopRequest stop) {
        this.session = session;
        this.stop = stop;
    }

    void await(Step.WaitFor step, Consumer<String> onProgress) throws InterruptedException {
        Deadline deadline = Deadline.in(step.limit());
        boolean holds = holds(step.condition());
        for (int look = 1; !holds && !deadline.passed(); look++) {
            if (look % LOOKS_BETWEEN_CHECKS == 0) {
                giveUpIfPointless(step);
                onProgress.accept(deadline.left().toSeconds() + " s left");
            }
            stop.check();
            Deadline.in(PAUSE).await(PAUSE, stop::requested);
            holds = holds(step.condition());
        }
        if (!holds) {
            throw failed(step, "nothing after " + step.limit().toSeconds() + " s");
        }
    }

    private boolean holds(Condition condition) throws InterruptedException {
        return switch (condition) {
            case Condition.Ping ping -> ping(ping.socket());
            case Condition.Port(String host, int port) -> session.reaches(host, port);
            case Condition.PathState(String path, boolean present) ->
                    run((present ? "" : "! ") + "test -e " + ShellWord.quote(path));
        };
    }

    /// Root asks through SSH's own forwarding, which needs nothing on the machine. Another account may have become a
    /// member of the socket's group only now, which its open session does not know: then the file has to do.
    private boolean ping(String socket) throws InterruptedException {
        if (!session.target().isRoot()) {
            String s = ShellWord.quote(socket);
            return run(
                    "if command -v curl >/dev/null; then curl -fs -m 5 --unix-socket "
                            + s
                            + " http://belt/_ping; else test -S "
                            + s
                            + "; fi");
        }
        Thread watchdog = null;
        try (RemoteStream stream = session.openSocket(socket)) {
            watchdog = Thread.ofVirtual().start(() -> closeLater(stream));
            stream.output()
                    .write(
                            "GET /_ping HTTP/1.0\r\nHost: belt\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            stream.output().flush();
            byte[] head = stream.input().readNBytes(12);
            return new String(head, StandardCharsets.US_ASCII).matches("HTTP/1\\.[01] 200");
        } catch (IOException e) {
            return false;
        } catch (BeltException e) {
            if (e.code() == SshProblem.SOCKET_REFUSED) {
                return false;
            }
            throw e;
        } finally {
            if (watchdog != null) {
                watchdog.interrupt();
            }
        }
    }

    /// A daemon that accepts a connection and stays silent must not hold us beyond our own limit.
    private static void closeLater(RemoteStream stream) {
        try {
            Deadline.in(ANSWER).await(ANSWER, () -> false);
            stream.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it has answered
        }
    }

    private boolean run(String script) throws InterruptedException {
        return session.run(RemoteCommand.of(script).root().within(Duration.ofSeconds(30))).ok();
    }

    private void giveUpIfPointless(Step.WaitFor step) throws InterruptedException {
        if (step.condition() instanceof Condition.Ping ping && !run(ping.mayCome())) {
            throw failed(step, "its daemon has ended");
        }
    }

    private BeltException failed(Step.WaitFor step, String why) throws InterruptedException {
        var failed =
                new BeltException.OperationFailed(
                        ProvisionProblem.SERVICE_DID_NOT_START,
                        session.target().node()
                                + ": "
                                + step.condition().describe()
                                + " does not answer: "
                                + why);
        if (step.condition() instanceof Condition.Ping ping) {
            ExecResult evidence = session.run(RemoteCommand.of(ping.evidence()).root());
            String lines = String.join("\n", evidence.lastLines(5));
            return lines.isEmpty() ? failed : failed.withDetail(lines);
        }
        return failed;
    }
}
