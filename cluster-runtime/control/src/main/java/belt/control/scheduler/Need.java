package belt.control.scheduler;

import belt.control.constraint.Constraint;
import belt.core.BeltException;
import belt.model.EndpointSpec;
import belt.model.EngineDescription.Plugin;
import belt.model.GenericResource;
import belt.model.LogDriver;
import belt.model.Mount;
import belt.model.Placement;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Resources;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.TaskRuntime;
import belt.model.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the tasks of one spec need of a node, worked out once, with what is known of them.
final class Need {
    /// Failures on a node count against it for so long, and from so many on (swarm-semantics §3.3).
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(5);

    static final int MANY_FAILURES = 5;

    /// @param service whose
    /// @param specVersion which spec of it
    record Key(ServiceId service, long specVersion) {}

    /// A port that only one task of a node can have.
    record HostPort(Protocol protocol, int port) {}

    final Key key;
    final boolean anyNode;
    final long nanoCpus;
    final long memoryBytes;
    final List<GenericResource> generic;
    final List<HostPort> hostPorts;
    final long maxReplicas;
    final List<String> spreadOver;
    final Eligibility eligibility;

    /// Shared by all specs of the service.
    final NodeCounts counts;

    private final Map<Integer, Deque<Instant>> failures = new HashMap<>();

    /// Tasks that wait, are under way or stand, of this spec.
    int users;

    Need(Key key, ServiceSpec spec, Eligibility.Sets sets, NodeCounts counts) {
        this.key = key;
        TaskSpec task = spec.task();
        Resources reserved = task.reservations();
        Placement placement = task.placement();
        anyNode = !(spec.mode() instanceof ServiceMode.Global);
        nanoCpus = reserved.nanoCpus();
        memoryBytes = reserved.memoryBytes();
        generic = reserved.generic();
        hostPorts = hostPorts(spec.endpoint());
        maxReplicas = placement.maxReplicas();
        spreadOver = placement.spreadOver();
        boolean engine = task.runtime() == TaskRuntime.CONTAINER;
        eligibility =
                sets.of(
                        new Eligibility.Key(
                                readable(placement.constraints()),
                                placement.platforms(),
                                engine,
                                engine ? plugins(task) : List.of()));
        this.counts = counts;
    }

    private static List<Constraint> readable(List<String> texts) {
        try {
            return Constraint.parse(texts);
        } catch (BeltException.InvalidInput e) {
            return List.of(); // as Swarm does: refused when the service is made, passed over
            // afterwards
        }
    }

    private static List<HostPort> hostPorts(@Nullable EndpointSpec endpoint) {
        var ports = new ArrayList<HostPort>();
        for (PortConfig port : endpoint == null ? List.<PortConfig>of() : endpoint.ports()) {
            if (port.mode() == PublishMode.HOST && port.published() != 0) {
                ports.add(new HostPort(port.protocol(), port.published()));
            }
        }
        return List.copyOf(ports);
    }

    private static List<Plugin> plugins(TaskSpec task) {
        var plugins = new ArrayList<Plugin>();
        for (Mount mount : task.container().mounts()) {
            Mount.VolumeOptions volume = mount.volume();
            String driver = volume == null ? "" : volume.driver();
            if (mount.type().equals("volume") && !driver.isEmpty() && !driver.equals("local")) {
                plugins.add(new Plugin("Volume", driver));
            }
        }
        LogDriver log = task.logDriver();
        if (log != null && !log.name().isEmpty() && !log.name().equals("none")) {
            plugins.add(new Plugin("Log", log.name()));
        }
        return List.copyOf(plugins);
    }

    void failed(int node, Instant at) {
        failures.computeIfAbsent(node, _ -> new ArrayDeque<>()).add(at);
    }

    void forgetFailures(int node) {
        failures.remove(node);
    }

    boolean hasFailures() {
        return !failures.isEmpty();
    }

    /// How many failures count against the node now; 0 below {@link #MANY_FAILURES}.
    int manyFailures(int node, Instant now) {
        Deque<Instant> times = failures.get(node);
        if (times == null) {
            return 0;
        }
        Instant since = now.minus(FAILURE_WINDOW);
        while (!times.isEmpty() && times.peekFirst().isBefore(since)) {
            times.pollFirst();
        }
        if (times.isEmpty()) {
            failures.remove(node);
        }
        return times.size() < MANY_FAILURES ? 0 : times.size();
    }
}
