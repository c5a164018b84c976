package belt.control.slot;

import belt.control.allocator.PortAllocator;
import belt.control.constraint.Constraint;
import belt.core.BeltException;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.PortConfig;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.store.Store;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What orchestration knows: the nodes, the services with their slots, and the specs that tasks were made from. Kept in
/// step with the store by its owner, the orchestrator.
public final class Board {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final Store store;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final Map<ServiceId, ServiceSlots> services = new LinkedHashMap<>();
    private final Map<ServiceId, Specs> specs = new HashMap<>();

    /// Of one service at one version: the comparisons made so far, and the constraints.
    private static final class Specs {
        final long present;
        final Map<Long, Freshness> freshness = new HashMap<>();
        final List<Constraint> constraints;

        Specs(Service service) {
            present = service.specVersion();
            constraints = readable(service.spec().task().placement().constraints());
        }
    }

    public Board(Store store) {
        this.store = store;
    }

    public Collection<Node> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    public @Nullable Node node(@Nullable NodeId id) {
        return id == null ? null : nodes.get(id);
    }

    public void put(Node node) {
        nodes.put(node.id(), node);
    }

    public void remove(Node node) {
        nodes.remove(node.id());
    }

    public Collection<ServiceSlots> services() {
        return Collections.unmodifiableCollection(services.values());
    }

    public @Nullable ServiceSlots service(ServiceId id) {
        return services.get(id);
    }

    public void put(Service service) {
        ServiceSlots slots = services.get(service.id());
        if (slots == null) {
            services.put(service.id(), new ServiceSlots(service));
        } else {
            slots.service(service);
        }
    }

    public void remove(Service service) {
        services.remove(service.id());
        specs.remove(service.id());
    }

    /// Whether the task's node is gone, down or drained. A task without a node is on none.
    public boolean onInvalidNode(Task task) {
        if (task.nodeId() == null) {
            return false;
        }
        Node node = nodes.get(task.nodeId());
        return node == null || node.invalid();
    }

    /// Whether the node meets the service's present constraints.
    public boolean meetsConstraints(Service service, Node node) {
        return Constraint.allMatch(specs(service).constraints, node);
    }

    /// Whether the task is what its service wants now.
    public boolean fresh(Service service, Task task) {
        if (task.specVersion() == service.specVersion()) {
            return true;
        }
        Freshness freshness =
                specs(service)
                        .freshness
                        .computeIfAbsent(task.specVersion(), made -> compare(service, made));
        if (freshness == Freshness.OTHER_PLACEMENT) {
            Node node = node(task.nodeId());
            return node != null && meetsConstraints(service, node);
        }
        return freshness == Freshness.SAME;
    }

    /// The spec that the task was made from; the present one where the store does not have it any more.
    public ServiceSpec specOf(Service service, Task task) {
        if (task.specVersion() == service.specVersion()) {
            return service.spec();
        }
        return made(service, task.specVersion()).orElse(service.spec());
    }

    /// The published ports that the service would have with another spec; the present ones where others took them.
    public List<PortConfig> ports(Service service, ServiceSpec spec) {
        try {
            return store.read(view -> PortAllocator.choose(view, service.id(), spec));
        } catch (BeltException.InvalidInput e) {
            LOG.warn("{} keeps its ports: {}", service.spec().name(), e.getMessage());
            return service.ports();
        }
    }

    private Freshness compare(Service service, long made) {
        return made(service, made)
                .map(spec -> Freshness.of(spec, service.spec()))
                .orElse(Freshness.STALE);
    }

    private Optional<ServiceSpec> made(Service service, long version) {
        return store.read(view -> view.spec(service.id(), version));
    }

    private Specs specs(Service service) {
        Specs known = specs.get(service.id());
        if (known == null || known.present != service.specVersion()) {
            known = new Specs(service);
            specs.put(service.id(), known);
        }
        return known;
    }

    private static List<Constraint> readable(List<String> texts) {
        try {
            return Constraint.parse(texts);
        } catch (BeltException.InvalidInput e) {
            return List
                    .of(); // refused when the service is made; one that came through stops nothing
        }
    }
}
