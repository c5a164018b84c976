package belt.agent.describe;

import belt.core.BeltException;
import belt.engine.DockerEngine;
import belt.model.EngineDescription;
import belt.model.NodeDescription;
import belt.model.Platform;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what this node says of itself. Asking is free; looking again is {@link #refresh}'s, which blocks.
public final class NodeDescriber {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDescriber.class);
    private static final EngineDescription NO_ENGINE =
            new EngineDescription("", Map.of(), List.of());

    private final String hostname;
    private final String beltVersion;
    private final Map<String, String> labels;
    private final @Nullable DockerEngine engine;
    private final HostResources resources;
    private final Supplier<NodeDescription.TlsInfo> tls;
    private volatile NodeDescription latest;

    /// @param hostname the node's name
    /// @param labels engine labels from beltd's own configuration, added to the engine's
    /// @param engine null on a node without one
    /// @param tls who issued our certificate, as of now
    public NodeDescriber(
            String hostname,
            String beltVersion,
            Map<String, String> labels,
            @Nullable DockerEngine engine,
            HostResources resources,
            Supplier<NodeDescription.TlsInfo> tls) {
        this.hostname = hostname;
        this.beltVersion = beltVersion;
        this.labels = Map.copyOf(labels);
        this.engine = engine;
        this.resources = resources;
        this.tls = tls;
        this.latest = describe(NO_ENGINE);
    }

    /// What was found last.
    public NodeDescription latest() {
        return latest;
    }

    /// The machine that the JVM runs on, in the kernel's words.
    public static Platform platform() {
        String java = System.getProperty("os.arch", "");
        return new Platform(
                switch (java) {
                    case "amd64" -> "x86_64";
                    default -> java;
                },
                "linux");
    }

    /// Looks again. An engine that does not answer right now keeps its last description: it is restarting.
    ///
    /// @return whether anything changed, so that the leader should hear of it
    public boolean refresh() throws InterruptedException {
        NodeDescription before = latest;
        NodeDescription now = describe(findEngine(before.engine()));
        latest = now;
        return !now.equals(before);
    }

    private EngineDescription findEngine(EngineDescription before) throws InterruptedException {
        if (engine == null) {
            return NO_ENGINE;
        }
        try {
            return engine.facts().description();
        } catch (BeltException e) {
            LOG.info("{}", e.getMessage());
            return before;
        }
    }

    private NodeDescription describe(EngineDescription found) {
        var all = new java.util.HashMap<>(found.labels());
        all.putAll(labels);
        return new NodeDescription(
                hostname,
                platform(),
                resources.read(),
                new EngineDescription(found.version(), all, found.plugins()),
                tls.get(),
                beltVersion);
    }
}
