package belt.cli.up;

import belt.cli.file.ServiceWish;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.OperateProblem;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.Credentials;
import belt.client.NodeInfo;
import belt.client.NodeSummary;
import belt.client.ServiceDraft;
import belt.client.ServiceSummary;
import belt.client.SwarmTokens;
import belt.client.TaskSummary;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Fanout;
import belt.core.NaturalOrder;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Machine;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The cluster through the API of its managers. Whichever manager answers is asked; one that has gone is passed over.
final class HttpClusterApi implements ClusterApi {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SETTLE = Duration.ofMinutes(2);
    private static final int CLUSTER_PORT = 2377;

    private final Estate estate;

    HttpClusterApi(Estate estate) {
        this.estate = estate;
    }

    private ClusterClient client(Machine machine) {
        return ClusterClient.of(
                Credentials.read(estate.cluster().certificates()),
                ClusterSsh.target(machine).host(),
                PATIENCE);
    }

    private boolean hasCertificate() {
        return Files.exists(estate.cluster().folder().resolve("certs/cert.pem"));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(ClusterClient client) throws InterruptedException;
    }

    /// Asks the active node first, then the others, until a manager answers.
    private <T> T manager(Question<T> question) throws InterruptedException {
        String active = estate.cluster().activeHost().orElse("");
        List<Machine> candidates =
                estate.cluster().inventory().machines().stream()
                        .sorted(Comparator.comparing((Machine m) -> !m.name().equals(active)))
                        .toList();
        BeltException last = null;
        for (Machine machine : candidates) {
            try (ClusterClient client = client(machine)) {
                if (client.ping().equals("active/manager")) {
                    return question.ask(client);
                }
            } catch (BeltException.Unreachable e) {
                last = e;
            }
        }
        throw last != null
                ? last
                : new BeltException.Unreachable(
                        OperateProblem.NOT_READY,
                        "no manager of " + estate.cluster().name() + " answers");
    }

    @Override
    public List<String> answering(Collection<Machine> machines) throws InterruptedException {
        if (!hasCertificate()) {
            return List.of();
        }
        List<Fanout.Job<String>> jobs =
                machines.stream()
                        .map(machine ->
                                new Fanout.Job<>(
                                        machine.name(),
                                        () -> {
                                            try (ClusterClient client = client(machine)) {
                                                client.ping();
                                                return machine.name();
                                            }
                                        }))
                        .toList();
        return Outcomes.values(new Fanout(32).run(jobs));
    }

    @Override
    public Map<String, Present.PresentNode> nodes(Collection<Machine> machines)
            throws InterruptedException {
        boolean any = false;
        for (Machine machine : machines) {
            try (ClusterClient client = client(machine)) {
                any |= client.ping().equals("active/manager");
            } catch (BeltException.Unreachable e) {
                estate.call().out().detail(machine.name() + ": " + e.getMessage());
            }
        }
        if (!any) {
            return Map.of();
        }
        var nodes = new LinkedHashMap<String, Present.PresentNode>();
        for (NodeSummary node : manager(ClusterClient::nodes)) {
            var present =
                    new Present.PresentNode(
                            node.id(),
                            node.role().equals("manager"),
                            node.ready(),
                            node.spec().textMap("Labels"));
            // a machine that was made anew leaves its former node behind, which is down
            Present.PresentNode before = nodes.get(node.hostname());
            if (before == null || !before.ready()) {
                nodes.put(node.hostname(), present);
            }
        }
        return nodes;
    }

    @Override
    public Map<String, Present.PresentService> services() throws InterruptedException {
        var services = new HashMap<String, Present.PresentService>();
        for (ServiceSummary service : manager(ClusterClient::services)) {
            services.put(
                    service.name(),
                    new Present.PresentService(
                            service.id(), service.labels().getOrDefault(WishHash.LABEL, "")));
        }
        return services;
    }

    @Override
    public void init(Machine first) {
        try (ClusterClient client = client(first)) {
            if (!client.node().member()) {
                client.initCluster("");
            }
        }
    }

    @Override
    public void join(List<Machine> machines, boolean asManagers, Progress progress)
            throws InterruptedException {
        SwarmTokens tokens = manager(ClusterClient::tokens);
        Secret token = asManagers ? tokens.manager() : tokens.worker();
        List<String> managers =
                manager(ClusterClient::nodes).stream()
                        .filter(NodeSummary::manager)
                        .map(node -> node.address() + ":" + CLUSTER_PORT)
                        .toList();
        String role = asManagers ? "manager" : "worker";
        List<Fanout.Job<String>> jobs =
                machines.stream()
                        .map(machine ->
                                new Fanout.Job<>(
                                        machine.name(),
                                        () -> {
                                            joinOne(machine, managers, token, progress);
                                            return machine.name();
                                        }))
                        .toList();
        // managers one after another: each must have caught up before the next changes the group
        // again
        Outcomes.require(
                new Fanout(asManagers ? 1 : 16)
                        .run(
                                jobs,
                                outcome -> {
                                    if (outcome instanceof Outcome.Done<String>(var name, _)) {
                                        progress.done(name, "joined as a " + role);
                                    }
                                }),
                "did not join");
    }

    private void joinOne(Machine machine, List<String> managers, Secret token, Progress progress) {
        try (ClusterClient client = client(machine)) {
            NodeInfo info = client.node();
            if (info.member()) {
                return;
            }
            progress.state(machine.name(), "joining");
            client.join(managers, token, "");
        }
    }

    @Override
    public void setRole(String nodeId, boolean asManager) throws InterruptedException {
        manager(client -> {
            NodeSummary node = client.requireNode(nodeId);
            client.updateNode(node, node.spec().put(asManager ? "manager" : "worker", "Role"));
            return true;
        });
        settle(
                "node " + nodeId + " is " + (asManager ? "a manager" : "a worker"),
                () ->
                        manager(client -> {
                            NodeSummary node = client.requireNode(nodeId);
                            return node.manager() == asManager;
                        }));
    }

    @Override
    public void setLabels(String hostname, Map<String, String> labels) throws InterruptedException {
        settle(
                "node " + hostname + " is there",
                () ->
                        manager(client ->
                                client.nodes().stream()
                                        .anyMatch(node -> node.hostname().equals(hostname))));
        manager(client -> {
            NodeSummary node = client.requireNode(hostname);
            client.updateNode(node, node.spec().put(new LinkedHashMap<>(labels), "Labels"));
            return true;
        });
    }

    @Override
    public void removeNode(String nodeId, boolean isManager) throws InterruptedException {
        if (isManager) {
            setRole(nodeId, false);
        }
        manager(client -> {
            NodeSummary node = client.requireNode(nodeId);
            client.updateNode(node, node.spec().put("drain", "Availability"));
            return true;
        });
        settle(
                "no task runs on node " + nodeId,
                () ->
                        manager(client ->
                                client.tasks(Map.of("node", List.of(nodeId))).stream()
                                        .noneMatch(TaskSummary::running)));
        manager(client -> {
            client.removeNode(nodeId, true);
            return true;
        });
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private static void settle(String what, Condition condition) throws InterruptedException {
        Deadline deadline = Deadline.in(SETTLE);
        while (!condition.holds()) {
            if (deadline.passed()) {
                throw new BeltException.StillRunning(
                        OperateProblem.NOT_READY,
                        "waited " + SETTLE.toMinutes() + " minutes until " + what);
            }
            Deadline.in(POLL).await(POLL, () -> false);
        }
    }

    private static ServiceDraft draft(ServiceWish wish) {
        var labels = new LinkedHashMap<>(wish.labels());
        labels.put(WishHash.LABEL, WishHash.of(wish));
        return new ServiceDraft(
                wish.name(),
                labels,
                wish.exec(),
                wish.image(),
                wish.command(),
                wish.env(),
                wish.constraints(),
                wish.global(),
                wish.replicas(),
                wish.ports().stream()
                        .map(port ->
                                new ServiceSummary.Port(
                                        port.published(),
                                        port.target(),
                                        port.protocol(),
                                        port.host()))
                        .toList(),
                wish.memoryBytes(),
                wish.nanoCpus());
    }

    @Override
    public void createService(ServiceWish wish) throws InterruptedException {
        manager(client -> {
            Optional<ServiceSummary> there = client.findService(wish.name());
            return there.isPresent() ? there.get().id() : client.createService(draft(wish));
        });
    }

    @Override
    public void updateService(String id, ServiceWish wish) throws InterruptedException {
        manager(client -> {
            client.updateService(id, draft(wish));
            return true;
        });
    }

    @Override
    public void removeService(String id) throws InterruptedException {
        manager(client -> {
            client.removeService(id);
            return true;
        });
    }

    @Override
    public Convergence convergence(String service) throws InterruptedException {
        return manager(client -> {
            ServiceSummary summary =
                    client.services().stream()
                            .filter(each -> each.name().equals(service))
                            .findFirst()
                            .orElseThrow(() ->
                                    new BeltException.NotFound(
                                            OperateProblem.NOT_READY,
                                            "service " + service + " is gone"));
            String trouble =
                    client.tasks(Map.of("service", List.of(summary.id()))).stream()
                            .filter(task ->
                                    task.desired().equals("running")
                                            && !task.running()
                                            && !task.state().error().isEmpty())
                            .max(Comparator.comparing((TaskSummary task) -> task.state().since()))
                            .map(task -> task.state().error())
                            .orElse("");
            return new Convergence(summary.running(), summary.desired(), trouble);
        });
    }

    @Override
    public List<Row> nodeTable() throws InterruptedException {
        var rows = new ArrayList<Row>();
        rows.add(
                new Row(
                        List.of(
                                "ID",
                                "HOSTNAME",
                                "STATUS",
                                "AVAILABILITY",
                                "MANAGER STATUS",
                                "ENGINE VERSION")));
        List<NodeSummary> nodes = new ArrayList<>(manager(ClusterClient::nodes));
        nodes.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.hostname(), b.hostname()));
        for (NodeSummary node : nodes) {
            NodeSummary.Standing standing = node.standing();
            String status =
                    standing == null
                            ? ""
                            : standing.leader() ? "Leader" : capital(standing.reachability());
            rows.add(
                    new Row(
                            List.of(
                                    node.id(),
                                    node.hostname(),
                                    capital(node.state()),
                                    capital(node.availability()),
                                    status,
                                    node.engineVersion())));
        }
        return rows;
    }

    @Override
    public List<Row> taskTable(String service) throws InterruptedException {
        var rows = new ArrayList<Row>();
        rows.add(new Row(List.of("ID", "NAME", "IMAGE", "NODE", "DESIRED STATE", "CURRENT STATE")));
        var names = new HashMap<String, String>();
        for (NodeSummary node : manager(ClusterClient::nodes)) {
            names.put(node.id(), node.hostname());
        }
        Set<String> shown = new HashSet<>(List.of("running", "ready"));
        List<TaskSummary> tasks =
                new ArrayList<>(
                        manager(client ->
                                client.tasks(
                                        Map.of(
                                                "service",
                                                List.of(client.requireService(service).id())))));
        tasks.removeIf(task -> !shown.contains(task.desired()));
        tasks.sort(Comparator.comparingLong(TaskSummary::slot).thenComparing(TaskSummary::id));
        for (TaskSummary task : tasks) {
            String slot = task.slot() == 0 ? task.nodeId() : Long.toString(task.slot());
            rows.add(
                    new Row(
                            List.of(
                                    task.id().substring(0, 12),
                                    service + "." + slot,
                                    task.image().isEmpty() ? "(exec)" : task.image(),
                                    names.getOrDefault(task.nodeId(), ""),
                                    capital(task.desired()),
                                    capital(task.state().word()))));
        }
        return rows;
    }

    private static String capital(String word) {
        return word.isEmpty()
                ? ""
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
