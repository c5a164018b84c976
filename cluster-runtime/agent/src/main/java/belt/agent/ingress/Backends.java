package belt.agent.ingress;

import belt.api.Message.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// One port's backends in turn. One that did not answer is left to the end of the line for a moment, and never left out
/// altogether: when all have failed, all are tried.
final class Backends {
    private static final long AVOID_NANOS = Duration.ofSeconds(3).toNanos();

    private final AtomicInteger turn = new AtomicInteger();
    private final ConcurrentHashMap<Backend, Long> failed = new ConcurrentHashMap<>();
    private volatile List<Backend> all;

    Backends(List<Backend> all) {
        this.all = all;
    }

    void replace(List<Backend> next) {
        all = next;
        failed.keySet().retainAll(next);
    }

    /// Everything to try for one new connection, the best first.
    List<Backend> inTurn(long nowNanos) {
        List<Backend> now = all;
        var good = new ArrayList<Backend>(now.size());
        var avoided = new ArrayList<Backend>();
        int first = now.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), now.size());
        for (int i = 0; i < now.size(); i++) {
            Backend each = now.get((first + i) % now.size());
            Long since = failed.get(each);
            boolean recently = since != null && nowNanos - since < AVOID_NANOS;
            (recently ? avoided : good).add(each);
        }
        good.addAll(avoided);
        return good;
    }

    void failed(Backend backend, long nowNanos) {
        failed.put(backend, nowNanos);
    }

    void answered(Backend backend) {
        failed.remove(backend);
    }
}
