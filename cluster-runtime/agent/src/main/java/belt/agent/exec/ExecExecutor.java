package belt.agent.exec;

import belt.agent.problem.AgentProblem;
import belt.agent.task.Controller;
import belt.agent.task.Executor;
import belt.agent.task.StartGate;
import belt.agent.task.TaskWork;
import belt.agent.timer.Timer;
import belt.core.BeltException;
import belt.linux.CgroupLayout;
import belt.linux.ControlGroup;
import belt.linux.MountTable;
import belt.model.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks as plain processes in mount, pid, UTS and IPC namespaces and a control group of their own, on the node's
/// network. It needs root and util-linux on the node, and no engine.
public final class ExecExecutor implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecExecutor.class);
    private static final String GROUP = "belt-exec/";

    private final Path folder;
    private final CgroupLayout layout;
    private final StartGate gate;
    private final ExecWatch watch;

    /// @param folder where the tasks' folders are, `exec` in beltd's state folder
    public ExecExecutor(Path folder, StartGate gate, Timer timer, InstantSource clock) {
        this.folder = folder;
        this.layout = CgroupLayout.detect(MountTable.own());
        this.gate = gate;
        this.watch = new ExecWatch(timer, clock);
    }

    @Override
    public Controller controller(TaskWork work) {
        return new ExecController(
                work, taskFolder(work.id().value()), group(work.id().value()), watch, gate);
    }

    private ExecFolder taskFolder(String task) {
        return new ExecFolder(folder.resolve(task));
    }

    private ControlGroup group(String task) {
        return layout.group(GROUP + task);
    }

    @Override
    public void sweep(Predicate<TaskId> held) throws InterruptedException {
        for (String task : found()) {
            if (!held.test(new TaskId(task))) {
                LOG.info("Removing the process of task {}, which is not ours any more", task);
                ExecController.clear(taskFolder(task), group(task));
            }
        }
    }

    private List<String> found() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    AgentProblem.JOURNAL_UNUSABLE, "folder " + folder + " cannot be read", e);
        }
    }

    /// Looks after nothing any more; the processes go on.
    @Override
    public void close() {
        watch.close();
    }
}
