package belt.control.dispatcher;

import belt.api.Message;
import belt.model.NodeId;
import belt.model.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Fetches tasks' logs from their nodes for whoever asked. Chunks arrive on the dispatcher's thread and must be taken
/// without waiting.
public final class LogBroker {
    /// What a reader wants.
    ///
    /// @param since null = from the beginning
    /// @param tail lines from the end of each task's log; -1 = all
    public record Wish(
            boolean follow,
            boolean stdout,
            boolean stderr,
            boolean timestamps,
            @Nullable Instant since,
            long tail) {}

    /// Where a subscription's pieces go.
    public interface Sink {
        /// A piece of one task's log; `stream` 1 = stdout, 2 = stderr.
        void chunk(NodeId node, TaskId task, int stream, byte[] data);

        /// All nodes are done.
        ///
        /// @param missing what could not be had, one line each; empty if all was sent
        void end(List<String> missing);
    }

    private static final class Subscription {
        final Sink sink;
        final Set<NodeId> open = ConcurrentHashMap.newKeySet();
        final List<String> missing = new ArrayList<>();

        Subscription(Sink sink) {
            this.sink = sink;
        }
    }

    private final Map<NodeId, NodeLink> links = new ConcurrentHashMap<>();
    private final Map<Long, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /// Starts to fetch.
    ///
    /// @param tasks the tasks by node
    /// @param missing what is known to be missing already
    /// @return the subscription's number, for {@link #cancel}
    public long open(Map<NodeId, List<TaskId>> tasks, List<String> missing, Wish wish, Sink sink) {
        long number = numbers.incrementAndGet();
        var subscription = new Subscription(sink);
        subscription.missing.addAll(missing);
        var reachable = new HashMap<NodeId, NodeLink>();
        for (NodeId node : tasks.keySet()) {
            NodeLink link = links.get(node);
            if (link == null) {
                subscription.missing.add("node " + node + " is not available");
            } else {
                reachable.put(node, link);
            }
        }
        subscription.open.addAll(reachable.keySet());
        if (reachable.isEmpty()) {
            sink.end(subscription.missing);
            return number;
        }
        subscriptions.put(number, subscription);
        reachable.forEach((node, link) ->
                link.send(
                        new Message.LogSubscribe(
                                number,
                                tasks.getOrDefault(node, List.of()),
                                wish.follow(),
                                wish.stdout(),
                                wish.stderr(),
                                wish.timestamps(),
                                wish.since(),
                                wish.tail())));
        return number;
    }

    /// The reader is gone.
    public void cancel(long number) {
        Subscription subscription = subscriptions.remove(number);
        if (subscription != null) {
            subscription.open.forEach(node -> {
                NodeLink link = links.get(node);
                if (link != null) {
                    link.send(new Message.LogUnsubscribe(number));
                }
            });
        }
    }

    void connected(NodeLink link) {
        links.put(link.nodeId(), link);
    }

    void disconnected(NodeId node) {
        links.remove(node);
        subscriptions.forEach((number, _) -> finish(number, node, "node " + node + " went away"));
    }

    void chunk(NodeId node, Message.LogChunk chunk) {
        Subscription subscription = subscriptions.get(chunk.subscription());
        if (subscription != null && subscription.open.contains(node)) {
            subscription.sink.chunk(node, chunk.task(), chunk.stream(), chunk.data().toArray());
        }
    }

    void end(NodeId node, Message.LogEnd end) {
        finish(end.subscription(), node, end.error());
    }

    private void finish(long number, NodeId node, String error) {
        Subscription subscription = subscriptions.get(number);
        if (subscription == null || !subscription.open.remove(node)) {
            return;
        }
        if (!error.isEmpty()) {
            subscription.missing.add(error);
        }
        if (subscription.open.isEmpty()) {
            subscriptions.remove(number);
            subscription.sink.end(subscription.missing);
        }
    }
}
