package belt.control.scheduler;

import java.time.Instant;
import java.util.Arrays;

/// The nodes of one branch that pass all tests, best first (swarm-semantics §3.3): fewest failures where there are many,
/// then fewest tasks of the service, then fewest tasks at all. Each node is one number whose order is that order; made
/// anew for every batch of a service, which costs a few nanoseconds a node, then a logarithm a task.
final class NodeHeap {
    private static final int NODE_BITS = 17;
    private static final int TOTAL_BITS = 20;
    private static final int SERVICE_BITS = 19;
    private static final int FAILURE_BITS = 7;
    private static final long NODE_MASK = (1L << NODE_BITS) - 1;

    private final NodeTable table;
    private final Need need;
    private final Instant now;
    private long[] heap = new long[16];
    private int size;
    private boolean ordered;

    NodeHeap(NodeTable table, Need need, Instant now) {
        this.table = table;
        this.need = need;
        this.now = now;
    }

    /// Adds a node that passes all tests.
    void add(int node) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        heap[size++] = key(node);
    }

    /// The best node that still passes; -1 if none does. The caller takes it and tells {@link #placed}.
    int best() {
        order();
        while (size > 0) {
            int node = (int) (heap[0] & NODE_MASK);
            if (Filter.dynamicPass(table, node, need)) {
                return node;
            }
            heap[0] = heap[--size];
            sink(0);
        }
        return -1;
    }

    /// The best node got a task.
    void placed() {
        heap[0] = key((int) (heap[0] & NODE_MASK));
        sink(0);
    }

    private long key(int node) {
        int failures = need.hasFailures() ? need.manyFailures(node, now) : 0;
        long key = capped(failures, FAILURE_BITS);
        key = key << SERVICE_BITS | capped(need.counts.of(node), SERVICE_BITS);
        key = key << TOTAL_BITS | capped(table.tasks(node), TOTAL_BITS);
        return key << NODE_BITS | node;
    }

    private static long capped(int value, int bits) {
        return Math.min(Math.max(0, value), (1L << bits) - 1);
    }

    private void order() {
        if (!ordered) {
            ordered = true;
            for (int i = size / 2 - 1; i >= 0; i--) {
                sink(i);
            }
        }
    }

    private void sink(int start) {
        int at = start;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                return;
            }
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[at] <= heap[child]) {
                return;
            }
            long swapped = heap[at];
            heap[at] = heap[child];
            heap[child] = swapped;
            at = child;
        }
    }
}
