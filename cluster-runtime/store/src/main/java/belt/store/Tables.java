package belt.store;

import belt.model.Cluster;
import belt.model.JoinTicket;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables and their indexes, kept in step. Not for several threads: {@link Store} guards them.
final class Tables implements View {
    record SpecKey(ServiceId service, long version) {}

    private @Nullable Cluster cluster;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final Map<Long, NodeId> nodeNumbers = new HashMap<>();
    private final Map<ServiceId, Service> services = new LinkedHashMap<>();
    private final Map<String, ServiceId> serviceNames = new HashMap<>();
    private final Map<SpecKey, ServiceSpec> specs = new LinkedHashMap<>();
    private final Map<SpecKey, Integer> specUsers = new HashMap<>();
    // old specs that only the leader's soft tasks still use: no other manager has them
    private final Map<SpecKey, ServiceSpec> softSpecs = new HashMap<>();
    private final Map<SpecKey, Integer> softSpecUsers = new HashMap<>();
    private final Map<TaskId, Task> tasks = new LinkedHashMap<>();
    private final Map<Long, TaskId> taskNumbers = new HashMap<>();
    private final Map<ServiceId, Map<TaskId, Task>> tasksByService = new HashMap<>();
    private final Map<NodeId, Map<TaskId, Task>> tasksByNode = new HashMap<>();
    private final Map<String, JoinTicket> tickets = new LinkedHashMap<>();
    long version;
    long nextNodeNumber = 1;
    long nextTaskNumber = 1;

    void clear() {
        cluster = null;
        List.of(
                        nodes,
                        nodeNumbers,
                        services,
                        serviceNames,
                        specs,
                        specUsers,
                        softSpecs,
                        softSpecUsers,
                        tasks,
                        taskNumbers,
                        tasksByService,
                        tasksByNode,
                        tickets)
                .forEach(Map::clear);
        version = 0;
        nextNodeNumber = 1;
        nextTaskNumber = 1;
    }

    void put(Cluster value) {
        cluster = value;
    }

    void put(Node node) {
        nodes.put(node.id(), node);
        nodeNumbers.put(node.number(), node.id());
    }

    void remove(Node node) {
        nodes.remove(node.id());
        nodeNumbers.remove(node.number());
    }

    void put(Service service) {
        Service before = services.put(service.id(), service);
        if (before != null) {
            serviceNames.remove(nameKey(before.spec().name()));
        }
        serviceNames.put(nameKey(service.spec().name()), service.id());
        specs.put(new SpecKey(service.id(), service.specVersion()), service.spec());
        if (service.previousSpec() != null) {
            specs.put(
                    new SpecKey(service.id(), service.previousSpecVersion()),
                    service.previousSpec());
        }
        if (before != null) {
            dropUnusedSpec(before.id(), before.specVersion());
            dropUnusedSpec(before.id(), before.previousSpecVersion());
        }
    }

    void putSpec(ServiceId id, long specVersion, ServiceSpec spec) {
        specs.put(new SpecKey(id, specVersion), spec);
    }

    void remove(Service service) {
        services.remove(service.id());
        serviceNames.remove(nameKey(service.spec().name()));
        dropUnusedSpec(service.id(), service.specVersion());
        dropUnusedSpec(service.id(), service.previousSpecVersion());
    }

    private static String nameKey(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void dropUnusedSpec(ServiceId id, long specVersion) {
        Service service = services.get(id);
        boolean current =
                service != null
                        && (service.specVersion() == specVersion
                                || service.previousSpecVersion() == specVersion);
        var key = new SpecKey(id, specVersion);
        if (!current && !specUsers.containsKey(key)) {
            ServiceSpec dropped = specs.remove(key);
            if (dropped != null && softSpecUsers.containsKey(key)) {
                softSpecs.put(key, dropped);
            }
        }
    }

    private static SpecKey specKey(Task task) {
        return new SpecKey(task.serviceId(), task.specVersion());
    }

    private Map<SpecKey, Integer> users(Task task) {
        return task.number() == 0 ? softSpecUsers : specUsers;
    }

    private void useSpec(Task task) {
        users(task).merge(specKey(task), 1, Integer::sum);
    }

    private void releaseSpec(Task task) {
        SpecKey key = specKey(task);
        users(task).computeIfPresent(key, (_, users) -> users == 1 ? null : users - 1);
        if (!softSpecUsers.containsKey(key)) {
            softSpecs.remove(key);
        }
        dropUnusedSpec(task.serviceId(), task.specVersion());
    }

    void put(Task task) {
        Task before = tasks.put(task.id(), task);
        boolean sameUse =
                before != null
                        && (before.number() == 0) == (task.number() == 0)
                        && specKey(before).equals(specKey(task));
        if (!sameUse) {
            useSpec(task);
        }
        if (before != null && !sameUse) {
            releaseSpec(before);
        }
        if (before != null && !before.serviceId().equals(task.serviceId())) {
            unindexService(before);
        }
        if (before != null && before.nodeId() != null && !before.nodeId().equals(task.nodeId())) {
            unindexNode(before);
        }
        if (task.number() != 0) {
            taskNumbers.put(task.number(), task.id());
        }
        tasksByService
                .computeIfAbsent(task.serviceId(), _ -> new LinkedHashMap<>())
                .put(task.id(), task);
        if (task.nodeId() != null) {
            tasksByNode
                    .computeIfAbsent(task.nodeId(), _ -> new LinkedHashMap<>())
                    .put(task.id(), task);
        }
    }

    void remove(Task task) {
        tasks.remove(task.id());
        taskNumbers.remove(task.number());
        unindexService(task);
        unindexNode(task);
        releaseSpec(task);
    }

    private void unindexService(Task task) {
        tasksByService.computeIfPresent(
                task.serviceId(),
                (_, map) -> {
                    map.remove(task.id());
                    return map.isEmpty() ? null : map;
                });
    }

    private void unindexNode(Task task) {
        if (task.nodeId() != null) {
            tasksByNode.computeIfPresent(
                    task.nodeId(),
                    (_, map) -> {
                        map.remove(task.id());
                        return map.isEmpty() ? null : map;
                    });
        }
    }

    void put(JoinTicket ticket) {
        tickets.put(ticket.id(), ticket);
    }

    void removeTicket(String id) {
        tickets.remove(id);
    }

    Map<SpecKey, ServiceSpec> specs() {
        return specs;
    }

    @Override
    public @Nullable Cluster cluster() {
        return cluster;
    }

    @Override
    public Collection<Node> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    @Override
    public Optional<Node> nodeByNumber(long number) {
        return Optional.ofNullable(nodeNumbers.get(number)).flatMap(this::node);
    }

    @Override
    public Collection<Service> services() {
        return Collections.unmodifiableCollection(services.values());
    }

    @Override
    public Optional<Service> service(ServiceId id) {
        return Optional.ofNullable(services.get(id));
    }

    @Override
    public Optional<Service> serviceByName(String name) {
        return Optional.ofNullable(serviceNames.get(nameKey(name))).flatMap(this::service);
    }

    /// The spec if every manager has it.
    Optional<ServiceSpec> replicatedSpec(ServiceId id, long specVersion) {
        return Optional.ofNullable(specs.get(new SpecKey(id, specVersion)));
    }

    @Override
    public Optional<ServiceSpec> spec(ServiceId id, long specVersion) {
        return replicatedSpec(id, specVersion)
                .or(() -> Optional.ofNullable(softSpecs.get(new SpecKey(id, specVersion))));
    }

    @Override
    public Collection<Task> tasks() {
        return Collections.unmodifiableCollection(tasks.values());
    }

    @Override
    public Optional<Task> task(TaskId id) {
        return Optional.ofNullable(tasks.get(id));
    }

    @Override
    public Optional<Task> taskByNumber(long number) {
        return Optional.ofNullable(taskNumbers.get(number)).flatMap(this::task);
    }

    @Override
    public Collection<Task> tasksOf(ServiceId service) {
        return Collections.unmodifiableCollection(
                tasksByService.getOrDefault(service, Map.of()).values());
    }

    @Override
    public Collection<Task> tasksOn(NodeId node) {
        return Collections.unmodifiableCollection(
                tasksByNode.getOrDefault(node, Map.of()).values());
    }

    @Override
    public Collection<JoinTicket> tickets() {
        return Collections.unmodifiableCollection(tickets.values());
    }

    @Override
    public Optional<JoinTicket> ticket(String id) {
        return Optional.ofNullable(tickets.get(id));
    }

    @Override
    public long version() {
        return version;
    }
}
