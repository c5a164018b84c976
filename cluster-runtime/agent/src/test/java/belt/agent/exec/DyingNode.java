package belt.agent.exec;

import belt.agent.task.StartGate;
import belt.agent.testing.Specs;
import belt.agent.testing.TestNode;
import belt.model.Resources;
import belt.model.TaskRuntime;
import belt.model.TaskState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A JVM that starts a process and waits to be killed.
final class DyingNode {
    private DyingNode() {}

    static TestNode node(Path folder) {
        return new TestNode(
                folder,
                timer ->
                        new ExecExecutor(
                                folder.resolve("exec"),
                                new StartGate(4),
                                timer,
                                Clock.systemUTC()));
    }

    /// @param arguments the agent's folder, the task's name, the shell text to run
    public static void main(String[] arguments) throws InterruptedException {
        TestNode node = node(Path.of(arguments[0]));
        var container = Specs.container("", List.of("sh", "-c"), List.of(arguments[2]), List.of());
        node.run(arguments[1], Specs.service(TaskRuntime.EXEC, container, Resources.NONE));
        var status = node.await(arguments[1], TaskState.RUNNING);
        System.out.println("running " + status.container());
        System.out.flush();
        Thread.currentThread().join();
    }
}
