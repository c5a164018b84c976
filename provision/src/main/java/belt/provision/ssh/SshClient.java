package belt.provision.ssh;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.StopRequest;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Opens sessions. One object serves any number of threads and machines: keys are read once, when it is made. The
/// settings and their reasons are measured facts, see docs/design/provision.md.
public final class SshClient {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int PATIENCE = 3;

    /// @param identities what proves who we are, tried in this order
    /// @param knownHosts the pinned host keys
    /// @param firstContact decides about hosts that are not pinned yet
    /// @param connectTimeout how long each rung may take
    public record Settings(
            List<SshIdentity> identities,
            KnownHosts knownHosts,
            FirstContact firstContact,
            Duration connectTimeout) {
        public Settings {
            identities = List.copyOf(identities);
        }
    }

    private final Settings settings;
    private final Identities identities;

    /// @throws BeltException.InvalidInput if a key cannot be read
    /// @throws BeltException.MissingCredentials if there is no agent, or a key lacks its passphrase
    public SshClient(Settings settings) {
        this.settings = settings;
        this.identities = Identities.load(settings.identities());
    }

    /// The pinned host keys.
    public KnownHosts knownHosts() {
        return settings.knownHosts();
    }

    /// Connects at once or fails with the rung that did not hold.
    ///
    /// @throws BeltException.Unreachable if the machine does not answer, or its host key changed
    /// @throws BeltException.Refused if an unknown host key was not accepted
    /// @throws BeltException.MissingCredentials if it does not let us in
    /// @throws InterruptedException if the caller was interrupted; nothing stays open
    public SshSession connect(SshTarget target) throws InterruptedException {
        SshSession bastion = null;
        SshTarget jump = target.jump();
        if (jump != null) {
            bastion = connect(jump);
        }
        try {
            return attempt(target, bastion);
        } catch (BeltException | InterruptedException e) {
            if (bastion != null) {
                bastion.close();
            }
            throw e;
        }
    }

    /// Connects as soon as the machine is ready to be worked on as root, trying again while that may still change: it
    /// has no address, boots, or does not have our key yet. A changed host key or a missing right ends it at once.
    ///
    /// @param deadline until when to try
    /// @param refusedGrace how long a refused key is tried again: a new cloud machine learns it late, an existing one never
    /// @param onWaiting hears before each attempt, and why it failed after it, from this thread
    /// @param stop asked between two attempts
    public SshSession await(
            SshTarget target,
            Deadline deadline,
            Duration refusedGrace,
            Consumer<Waiting> onWaiting,
            StopRequest stop)
            throws InterruptedException {
        long began = System.nanoTime();
        Deadline refused = Deadline.in(refusedGrace);
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            stop.check();
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            onWaiting.accept(new Waiting(target, Rung.DNS, Optional.empty(), attempt, waited));
            try {
                return ready(connect(target));
            } catch (BeltException e) {
                waited = Duration.ofNanos(System.nanoTime() - began);
                if (!mayChange(e, refused) || deadline.passed()) {
                    throw attempt == 1 ? e : e.withDetail(tried(attempt, waited));
                }
                Optional<String> why = Optional.ofNullable(e.getMessage());
                onWaiting.accept(new Waiting(target, rungOf(e), why, attempt, waited));
            }
            Duration now = pause.compareTo(deadline.left()) < 0 ? pause : deadline.left();
            Deadline.in(now).await(LOOK, stop::requested);
            Duration longer = pause.multipliedBy(3).dividedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }

    private static String tried(int attempts, Duration waited) {
        return "tried " + attempts + " times in " + waited.toSeconds() + " s";
    }

    private static SshSession ready(SshSession session) throws InterruptedException {
        try {
            session.requireRoot();
            return session;
        } catch (BeltException | InterruptedException e) {
            session.close();
            throw e;
        }
    }

    private static boolean mayChange(BeltException e, Deadline refused) {
        return e.code() instanceof SshProblem problem
                && switch (problem) {
                    case NAME_UNRESOLVED, NO_ANSWER, NO_BANNER, CONNECTION_LOST -> true;
                    case AUTH_REFUSED -> !refused.passed();
                    default -> false;
                };
    }

    private static Rung rungOf(BeltException e) {
        if (!(e.code() instanceof SshProblem problem)) {
            return Rung.SUDO;
        }
        return switch (problem) {
            case NAME_UNRESOLVED -> Rung.DNS;
            case NO_ANSWER -> Rung.TCP;
            case NO_BANNER -> Rung.BANNER;
            case AUTH_REFUSED -> Rung.AUTH;
            case SUDO_REFUSED -> Rung.SUDO;
            default -> Rung.HOST_KEY;
        };
    }

    /// JSch blocks in ways that an interrupt does not always end, and has no time limit behind a bastion: so the attempt
    /// runs on a thread of its own, which can be left behind by closing the session under it.
    private SshSession attempt(SshTarget target, @Nullable SshSession bastion)
            throws InterruptedException {
        var ladder = new Ladder(settings.connectTimeout());
        var keys =
                new PinnedHostKeys(target, settings.knownHosts(), settings.firstContact(), ladder);
        Session session = prepare(target, bastion, ladder, keys);
        int millis = (int) settings.connectTimeout().toMillis();
        var task =
                new FutureTask<Void>(() -> {
                    session.connect(millis);
                    return null;
                });
        Thread worker = Thread.ofVirtual().name("ssh-connect-" + target.node()).start(task);
        try {
            awaitAttempt(task, ladder);
            return new SshSession(session, target, bastion);
        } catch (ExecutionException | TimeoutException e) {
            session.disconnect();
            worker.interrupt();
            Throwable cause =
                    e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw ConnectFailure.of(target, ladder.rung(), keys.rejection(), cause);
        } catch (InterruptedException e) {
            worker.interrupt();
            session.disconnect();
            throw e;
        }
    }

    private void awaitAttempt(FutureTask<Void> task, Ladder ladder)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            Duration limit = settings.connectTimeout().multipliedBy(PATIENCE);
            try {
                task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (!ladder.asking()) {
                    throw e;
                }
            }
        }
    }

    private Session prepare(
            SshTarget target, @Nullable SshSession bastion, Ladder ladder, PinnedHostKeys keys) {
        try {
            JSch jsch = identities.jsch();
            Session session = jsch.getSession(target.user(), target.host(), target.port());
            session.setThreadFactory(Thread.ofVirtual().name("ssh-" + target.node()).factory());
            session.setHostKeyRepository(keys);
            session.setSocketFactory(ladder);
            if (bastion != null) {
                session.setProxy(new JumpProxy(bastion.jsch(), ladder));
            }
            SessionSettings.apply(session, identities.count() == 1);
            return session;
        } catch (JSchException e) {
            throw new BeltException.Bug("cannot prepare a session to " + target.describe(), e);
        }
    }
}
