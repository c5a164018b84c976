package belt.provision.step;

import belt.core.BeltException;
import belt.core.StopRequest;
import belt.provision.ProvisionProblem;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshProblem;
import belt.provision.ssh.SshSession;
import belt.provision.ssh.Upload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Carries out a plan over a session, step by step. A run that was broken off is resumed by reading the facts and
/// planning again: every step may be repeated. One object serves any number of machines at once.
public final class StepRunner {
    private static final Duration USUAL = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final int TAIL = 5;

    private final BundleCarrier carrier;

    public StepRunner(BundleCarrier carrier) {
        this.carrier = carrier;
    }

    /// @param onEvent hears of every step, also from the session's reading thread: it must not block
    /// @param stop asked before each step
    /// @return what the operator should know, for example kernel values that the machine cannot set
    /// @throws BeltException.OperationFailed naming node and step, with its last lines as the detail
    /// @throws BeltException.Unreachable if the connection broke
    public List<String> run(
            SshSession session, Plan plan, Consumer<StepEvent> onEvent, StopRequest stop)
            throws InterruptedException {
        var notes = new ArrayList<String>();
        for (int i = 0; i < plan.steps().size(); i++) {
            stop.check();
            var reporter = new Reporter(plan, i, onEvent);
            reporter.say(StepEvent.State.STARTED, null);
            try {
                notes.addAll(runOne(session, plan.steps().get(i), reporter, stop));
            } catch (BeltException e) {
                reporter.say(StepEvent.State.FAILED, e.getMessage());
                throw e;
            }
            reporter.say(StepEvent.State.DONE, null);
        }
        return List.copyOf(notes);
    }

    private List<String> runOne(SshSession session, Step step, Reporter reporter, StopRequest stop)
            throws InterruptedException {
        switch (step) {
            case Step.Hostname s -> script(session, s, StepScripts.hostname(s), USUAL, reporter);
            case Step.InstallPackages s ->
                    script(session, s, StepScripts.install(s), LONG, reporter);
            case Step.RemovePackages s -> script(session, s, StepScripts.remove(s), LONG, reporter);
            case Step.Directory s -> script(session, s, StepScripts.directory(s), USUAL, reporter);
            case Step.WriteFile s -> write(session, s.path(), s.content(), s.mode());
            case Step.WriteSecret s -> write(session, s.path(), s.content().reveal(), s.mode());
            case Step.SendFile s -> send(session, s, reporter);
            case Step.InstallBundle s -> installBundle(session, s, reporter);
            case Step.Link s -> script(session, s, StepScripts.link(s), USUAL, reporter);
            case Step.Sysctl s -> {
                return sysctl(session, s);
            }
            case Step.Service s -> script(session, s, StepScripts.service(s), USUAL, reporter);
            case Step.Supervise s -> script(session, s, StepScripts.supervise(s), USUAL, reporter);
            case Step.JoinGroup s -> script(session, s, StepScripts.joinGroup(s), USUAL, reporter);
            case Step.Exec s -> script(session, s, s.script(), s.limit(), reporter);
            case Step.WaitFor s -> new ConditionWaiter(session, stop).await(s, reporter::progress);
            case Step.LoadImage s -> loadImage(session, s);
            case Step.Remove s ->
                    script(session, s, StepScripts.remove(s.paths()), USUAL, reporter);
        }
        return List.of();
    }

    private static void script(
            SshSession session, Step step, String script, Duration limit, Reporter reporter)
            throws InterruptedException {
        var tail = new LineTail(TAIL, reporter::progress);
        ExecResult result =
                session.run(RemoteCommand.of(script).root().within(limit).writing(tail, tail));
        check(session, step, result, tail.lines());
    }

    private static void check(
            SshSession session, Step step, ExecResult result, List<String> lines) {
        if (!result.ok()) {
            var failed =
                    new BeltException.OperationFailed(
                            ProvisionProblem.STEP_FAILED,
                            session.target().node()
                                    + ": cannot "
                                    + step.summary()
                                    + ": "
                                    + result.describe());
            throw lines.isEmpty() ? failed : failed.withDetail(String.join("\n", lines));
        }
    }

    private static void write(SshSession session, String path, String content, int mode)
            throws InterruptedException {
        session.upload(Upload.of(content.getBytes(StandardCharsets.UTF_8), path).mode(mode));
    }

    private static void send(SshSession session, Step.SendFile step, Reporter reporter)
            throws InterruptedException {
        session.upload(
                Upload.of(step.source(), step.path())
                        .mode(step.mode())
                        .verified(step.sha256())
                        .progress(reporter.bytes(size(step.source()))));
    }

    private void installBundle(SshSession session, Step.InstallBundle step, Reporter reporter)
            throws InterruptedException {
        NodeBundle bundle = step.bundle();
        String archive = "/opt/belt/.incoming-" + bundle.version() + ".tar.gz";
        script(session, step, "mkdir -p /opt/belt && chmod 755 /opt/belt", USUAL, reporter);
        carrier.bring(session, bundle, archive, reporter.bytes(size(bundle.archive())));
        script(session, step, StepScripts.unpack(bundle, archive), LONG, reporter);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new BeltException.NotFound(
                    ProvisionProblem.NO_BUNDLE, "cannot read " + file + ": " + e, e);
        }
    }

    private static List<String> sysctl(SshSession session, Step.Sysctl step)
            throws InterruptedException {
        ExecResult result =
                session.require(
                        step.summary(), RemoteCommand.of(StepScripts.sysctl(step.values())).root());
        return result.stdout()
                .lines()
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length >= 2)
                .map(words -> note(words, step))
                .toList();
    }

    private static String note(String[] words, Step.Sysctl step) {
        String key = words[1];
        String now = words.length == 3 ? words[2] : "";
        return switch (words[0]) {
            case "absent" -> key + " does not exist here";
            case "refused" ->
                    key
                            + " cannot be set here, stays "
                            + now
                            + ", wanted "
                            + step.values().get(key);
            default -> key + " reads back as " + now + ", wanted " + step.values().get(key);
        };
    }

    private static void loadImage(SshSession session, Step.LoadImage step)
            throws InterruptedException {
        try (var in = Files.newInputStream(step.archive())) {
            ExecResult result =
                    session.run(
                            RemoteCommand.of(StepScripts.load(step))
                                    .root()
                                    .within(LONG)
                                    .reading(in));
            check(session, step, result, result.lastLines(TAIL));
        } catch (IOException e) {
            throw new BeltException.NotFound(
                    ProvisionProblem.IMAGE_UNREADABLE,
                    "cannot read " + step.archive() + ": " + e,
                    e);
        }
    }

    /// Whether a failure is about the connection, so that the same plan may be tried on another one.
    public static boolean isConnectionLoss(BeltException e) {
        return e.code() == SshProblem.CONNECTION_LOST;
    }

    /// Tells about one step.
    private static final class Reporter {
        private final Plan plan;
        private final int index;
        private final Consumer<StepEvent> onEvent;
        private final long began = System.nanoTime();

        Reporter(Plan plan, int index, Consumer<StepEvent> onEvent) {
            this.plan = plan;
            this.index = index;
            this.onEvent = onEvent;
        }

        void say(StepEvent.State state, @Nullable String detail) {
            onEvent.accept(
                    new StepEvent(
                            plan.node(),
                            plan.steps().get(index),
                            index + 1,
                            plan.steps().size(),
                            state,
                            Optional.ofNullable(detail),
                            Duration.ofNanos(System.nanoTime() - began)));
        }

        void progress(String detail) {
            say(StepEvent.State.PROGRESS, detail);
        }

        /// Speaks up once for each whole percent.
        LongConsumer bytes(long total) {
            return new LongConsumer() {
                private long percent = -1;

                @Override
                public void accept(long sent) {
                    long now = total == 0 ? 100 : sent * 100 / total;
                    if (now != percent) {
                        percent = now;
                        progress(now + "%");
                    }
                }
            };
        }
    }
}
