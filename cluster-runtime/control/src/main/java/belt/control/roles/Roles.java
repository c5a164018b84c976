package belt.control.roles;

import belt.api.Message;
import belt.core.BeltException;
import belt.model.ManagerPeer;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Role;
import belt.store.Action;
import belt.store.Change;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes Raft membership follow the wished roles: promoted nodes become members when their server waits for it, demoted
/// ones leave the group, the leader last and after handing over (swarm-semantics §6.5). One thread, one change at a time.
public final class Roles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private record Request(
            NodeId id, Message.RaftJoin message, CompletableFuture<Message> answer) {}

    private final Store store;
    private final Proposer proposer;
    private final RaftMembership membership;
    private final NodeId self;
    private final ConcurrentLinkedQueue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Watch watch;
    private final Thread thread;

    public Roles(Store store, Proposer proposer, RaftMembership membership, NodeId self) {
        this.store = store;
        this.proposer = proposer;
        this.membership = membership;
        this.self = self;
        this.watch = store.watch(_ -> {}, Change.OfNode.class);
        this.thread = Thread.ofPlatform().name("roles").daemon(true).unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    /// A node's Raft server waits to be made a member.
    public CompletableFuture<Message> join(NodeId id, Message.RaftJoin message) {
        var request = new Request(id, message, new CompletableFuture<>());
        requests.add(request);
        watch.wake();
        return request.answer();
    }

    private void loop() {
        try {
            reconcile();
            while (watch.next(RETRY) != null) {
                for (Request request = requests.poll();
                        request != null;
                        request = requests.poll()) {
                    request.answer().complete(new Message.RaftJoined(admit(request)));
                }
                reconcile();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requests.forEach(
                request -> request.answer().complete(new Message.RaftJoined("the leader changed")));
    }

    private String admit(Request request) throws InterruptedException {
        Node node = store.read(view -> view.node(request.id())).orElse(null);
        if (node == null || node.spec().role() != Role.MANAGER) {
            return "node " + request.id() + " is not to be a manager";
        }
        var peer =
                new ManagerPeer(
                        request.message().raftAddress(),
                        request.message().clusterAddress(),
                        request.message().apiAddress());
        try {
            membership.add(node.id(), peer.raftAddress());
            settle(new Action.SetNodeRole(node.id(), Role.MANAGER, peer));
            LOG.info("Node {} is a manager now", node.id());
            return "";
        } catch (BeltException e) {
            LOG.warn("Node {} could not become a manager: {}", node.id(), e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    private void reconcile() throws InterruptedException {
        try {
            demote();
            evict();
        } catch (BeltException e) {
            LOG.warn(
                    "Managers could not be changed, trying again in {}: {}", RETRY, e.getMessage());
        }
    }

    private void demote() throws InterruptedException {
        List<Node> unwanted =
                store.read(view ->
                        view.nodes().stream()
                                .filter(node ->
                                        node.spec().role() == Role.WORKER
                                                && node.role() == Role.MANAGER)
                                .toList());
        for (Node node : unwanted) {
            if (node.id().equals(self)) {
                handOver();
                return;
            }
            if (!quorumWithout(node.id())) {
                LOG.warn(
                        "Node {} stays a manager: without it more than half would not be reachable",
                        node.id());
                continue;
            }
            membership.remove(node.id());
            settle(new Action.SetNodeRole(node.id(), Role.WORKER, null));
            LOG.info("Node {} is a worker now", node.id());
        }
    }

    private void handOver() throws InterruptedException {
        for (Map.Entry<NodeId, Boolean> member : membership.members().entrySet()) {
            boolean stays =
                    store.read(view -> view.node(member.getKey()))
                            .map(node -> node.spec().role() == Role.MANAGER)
                            .orElse(false);
            if (!member.getKey().equals(self) && member.getValue() && stays) {
                LOG.info(
                        "Handing the leadership to {}, since this node is to be a worker",
                        member.getKey());
                membership.transferLeadership(member.getKey());
                return;
            }
        }
    }

    /// Members of the group whose node object is gone.
    private void evict() throws InterruptedException {
        Set<NodeId> known =
                store.read(view ->
                        view.nodes().stream()
                                .map(Node::id)
                                .collect(Collectors.toUnmodifiableSet()));
        for (NodeId member : membership.members().keySet()) {
            if (!known.contains(member) && !member.equals(self) && quorumWithout(member)) {
                membership.remove(member);
            }
        }
    }

    private boolean quorumWithout(NodeId leaving) {
        return quorumWithout(membership.members(), leaving);
    }

    /// Whether more than half of the remaining members can be reached.
    public static boolean quorumWithout(Map<NodeId, Boolean> members, NodeId leaving) {
        long rest = members.keySet().stream().filter(id -> !id.equals(leaving)).count();
        long reachable =
                members.entrySet().stream()
                        .filter(each -> each.getValue() && !each.getKey().equals(leaving))
                        .count();
        return reachable >= rest / 2 + 1;
    }

    private void settle(Action action) throws InterruptedException {
        try {
            proposer.propose(List.of(action)).get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            LOG.warn("{} was not stored: {}", action, e.toString());
        }
    }

    @Override
    public void close() {
        watch.close();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
