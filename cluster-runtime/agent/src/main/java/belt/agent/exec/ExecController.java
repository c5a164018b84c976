package belt.agent.exec;

import belt.agent.problem.AgentProblem;
import belt.agent.task.Controller;
import belt.agent.task.Exit;
import belt.agent.task.Observation;
import belt.agent.task.StartGate;
import belt.agent.task.TaskWork;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.engine.LogQuery;
import belt.linux.CgroupLimits;
import belt.linux.ControlGroup;
import belt.linux.ProcessId;
import belt.linux.ProcessNamespaces;
import belt.model.ContainerStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One task as a process. Everything that must outlive beltd is in the task's folder and in the kernel.
final class ExecController implements Controller, ExecWatch.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(ExecController.class);
    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final TaskWork work;
    private final ExecFolder folder;
    private final ControlGroup group;
    private final ExecWatch watch;
    private final StartGate gate;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private volatile boolean drained;

    ExecController(
            TaskWork work, ExecFolder folder, ControlGroup group, ExecWatch watch, StartGate gate) {
        this.work = work;
        this.folder = folder;
        this.group = group;
        this.watch = watch;
        this.gate = gate;
    }

    @Override
    public Observation prepare() {
        var plan = new ExecPlan(work);
        plan.requireProgram();
        if (!folder.prepared()) {
            folder.create(ExecPorts.choose(work));
        }
        return observe(0);
    }

    @Override
    public Observation start() throws InterruptedException {
        if (!folder.started()) {
            gate.within(() -> {
                launch(new ExecPlan(work));
                return true;
            });
        }
        boolean reached =
                Deadline.in(START_PATIENCE)
                        .await(
                                LOOK,
                                () ->
                                        folder.reachedProgram()
                                                || folder.started() && folder.process().isEmpty());
        if (!reached) {
            throw new BeltException.OperationFailed(
                    AgentProblem.EXEC_START,
                    "the process of "
                            + work.name()
                            + " did not start within "
                            + START_PATIENCE.toSeconds()
                            + " s");
        }
        watch.watch(this);
        return observe(0);
    }

    private void launch(ExecPlan plan) throws InterruptedException {
        List<Path> groups = makeGroup(plan.limits());
        folder.write(ExecFolder.RUN, plan.runScript(folder.folder(), groups));
        folder.write(ExecFolder.INIT, plan.initScript(folder.folder()));
        folder.write(ExecFolder.PROGRAM, plan.programScript(folder.folder()));
        // --fork: the process is nobody's child, before a restart of beltd as after it
        var builder =
                new ProcessBuilder(
                        "setsid", "--fork", "sh", folder.file(ExecFolder.RUN).toString());
        builder.environment().clear();
        builder.environment().putAll(plan.environment(folder.ports().environment()));
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.file("out").toFile()));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.file("err").toFile()));
        int status;
        try {
            status = builder.start().waitFor();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    AgentProblem.EXEC_START,
                    "the process of " + work.name() + " cannot be started",
                    e);
        }
        boolean noted = Deadline.in(START_PATIENCE).await(LOOK, folder::started);
        if (status != 0 || !noted) {
            throw new BeltException.OperationFailed(
                    AgentProblem.EXEC_START,
                    "the process of " + work.name() + " could not enter its control group");
        }
    }

    /// Without limits a host that lets us make no control group is good enough.
    private List<Path> makeGroup(CgroupLimits limits) {
        try {
            group.create(limits);
            return group.folders();
        } catch (BeltException e) {
            if (!limits.equals(CgroupLimits.NONE)) {
                throw e;
            }
            LOG.warn("Task {} runs without a control group: {}", work.name(), e.getMessage());
            return List.of();
        }
    }

    @Override
    public CompletionStage<Exit> exit() {
        if (folder.started() && group.exists()) {
            group.thaw(); // beltd may have died while the log was being cut
        }
        watch.watch(this);
        return exit;
    }

    @Override
    public ExecFolder folder() {
        return folder;
    }

    @Override
    public Optional<ControlGroup> group() {
        return group.exists() ? Optional.of(group) : Optional.empty();
    }

    @Override
    public void ended(int code) {
        drained = true;
        exit.complete(Exit.of(code, observe(code)));
    }

    @Override
    public Observation stop() throws InterruptedException {
        if (!folder.started()) {
            return observe(0);
        }
        if (folder.exitCode().isEmpty()) {
            Duration grace = work.spec().task().container().stopGracePeriod();
            int signal = Signal.number(work.spec().task().container().stopSignal());
            program().ifPresent(program -> program.signal(signal));
            Deadline.in(grace == null ? USUAL_GRACE : grace)
                    .await(LOOK, () -> folder.exitCode().isPresent());
        }
        killAll();
        return observe(folder.exitCode().orElse(128 + Signal.KILL));
    }

    private void killAll() throws InterruptedException {
        Optional<ProcessId> top = folder.process();
        if (group.exists()) {
            group.kill(KILL_PATIENCE);
        } else {
            top.ifPresent(process -> process.signal(Signal.KILL)); // --kill-child does the rest
        }
        Deadline.in(KILL_PATIENCE).await(LOOK, () -> folder.process().isEmpty());
    }

    @Override
    public void remove() throws InterruptedException {
        watch.unwatch(this);
        clear(folder, group);
    }

    /// Ends and removes all that belongs to a task.
    static void clear(ExecFolder folder, ControlGroup group) throws InterruptedException {
        folder.process().ifPresent(process -> process.signal(Signal.KILL));
        if (group.exists()) {
            group.kill(KILL_PATIENCE);
            group.remove(KILL_PATIENCE);
        }
        folder.delete();
    }

    /// The program as the host sees it: the child, with the noted inner number, of the namespaces' first process.
    private Optional<ProcessId> program() {
        Optional<ProcessId> top = folder.process();
        OptionalInt inner = folder.innerPid();
        if (top.isEmpty() || inner.isEmpty()) {
            return Optional.empty();
        }
        int depth = ProcessNamespaces.of(top.get().pid()).depth() + 1;
        return ProcessHandle.of(top.get().pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(each -> {
                    var numbers = ProcessNamespaces.of(each.pid());
                    return numbers.depth() == depth && numbers.pids().getLast() == inner.getAsInt();
                })
                .flatMap(each -> ProcessId.find(each.pid()).stream())
                .findFirst();
    }

    private Observation observe(int code) {
        boolean over = folder.exitCode().isPresent();
        long pid = over ? 0 : program().map(ProcessId::pid).orElse(0L);
        return new Observation(
                new ContainerStatus("exec-" + work.id(), pid, code),
                over || !folder.started() ? List.of() : folder.ports().ports());
    }

    @Override
    public void logs(LogQuery query, LogQuery.Sink sink) throws InterruptedException {
        new LogReader(new TaskLog(folder.folder()), () -> drained || !folder.started())
                .read(query, sink);
    }
}
