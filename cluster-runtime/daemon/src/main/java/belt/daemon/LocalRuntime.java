package belt.daemon;

import belt.agent.container.ContainerExecutor;
import belt.agent.describe.HostResources;
import belt.agent.describe.NodeDescriber;
import belt.agent.exec.ExecExecutor;
import belt.agent.ingress.IngressForwarder;
import belt.agent.task.Executor;
import belt.agent.task.RuntimeExecutor;
import belt.agent.task.StartGate;
import belt.agent.timer.SharedTimer;
import belt.api.Message;
import belt.engine.DockerEngine;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.Platform;
import belt.model.TaskRuntime;
import belt.pki.CurrentIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This host: its name, resources and engine, and what runs tasks on it.
final class LocalRuntime implements NodeRuntime, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRuntime.class);

    /// How often the host is looked at again (swarm-semantics §4.1: 20 s).
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

    private final String hostname;
    private final Path stateDir;
    private final @Nullable DockerEngine engine;
    private final SharedTimer timer = new SharedTimer();
    private final IngressForwarder forwarder = new IngressForwarder(timer);
    private final NodeDescriber describer;
    private final List<Runnable> toClose = new CopyOnWriteArrayList<>();
    private volatile Runnable onChange = () -> {};

    LocalRuntime(DaemonConfig config, CurrentIdentity identity) {
        this.stateDir = config.stateDir();
        this.hostname = config.hostname().isEmpty() ? kernelName() : config.hostname();
        this.engine =
                config.engineSocket().isEmpty()
                        ? null
                        : DockerEngine.at(Path.of(config.engineSocket()));
        this.describer =
                new NodeDescriber(
                        hostname,
                        BuildVersion.text(),
                        labels(config),
                        engine,
                        HostResources.own(),
                        () -> TlsFacts.of(identity.find().orElse(null)));
    }

    /// Looks at the host now, and again and again from then on.
    ///
    /// @param changed hears that the description is another one
    void start(Runnable changed) {
        onChange = changed;
        look();
    }

    private void look() {
        Thread.ofVirtual()
                .name("describe")
                .start(() -> {
                    try {
                        if (describer.refresh()) {
                            onChange.run();
                        }
                        timer.after(LOOK_AGAIN, this::look);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) { // outermost frame of this thread
                        LOG.warn(
                                "This host could not be looked at; trying again in {}",
                                LOOK_AGAIN,
                                e);
                        timer.after(LOOK_AGAIN, this::look);
                    }
                });
    }

    private static String kernelName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    private static Map<String, String> labels(DaemonConfig config) {
        var labels = new HashMap<String, String>();
        config.labels()
                .forEach(label -> {
                    int at = label.indexOf('=');
                    labels.put(label.substring(0, at), label.substring(at + 1));
                });
        return labels;
    }

    @Override
    public NodeDescription description() {
        return describer.latest();
    }

    @Override
    public String hostname() {
        return hostname;
    }

    @Override
    public Platform platform() {
        return NodeDescriber.platform();
    }

    @Override
    public Executor executor(NodeId id) {
        var executors = new EnumMap<TaskRuntime, Executor>(TaskRuntime.class);
        var gate = new StartGate(StartGate.USUAL);
        closeExecutors();
        var exec = new ExecExecutor(stateDir.resolve("exec"), gate, timer, Clock.systemUTC());
        toClose.add(exec::close);
        executors.put(TaskRuntime.EXEC, exec);
        if (engine != null) {
            var container = new ContainerExecutor(engine, id, gate, timer);
            toClose.add(container::close);
            executors.put(TaskRuntime.CONTAINER, container);
        }
        return new RuntimeExecutor(executors);
    }

    /// Those of a former membership: the node id was another one.
    private void closeExecutors() {
        toClose.forEach(Runnable::run);
        toClose.clear();
    }

    @Override
    public Consumer<Message.IngressTable> forwarder() {
        return forwarder::apply;
    }

    @Override
    public void close() {
        closeExecutors();
        forwarder.close();
        timer.close();
        if (engine != null) {
            engine.close();
        }
    }
}
