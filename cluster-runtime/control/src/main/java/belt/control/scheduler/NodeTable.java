package belt.control.scheduler;

import belt.control.scheduler.Need.HostPort;
import belt.model.GenericResource;
import belt.model.Node;
import belt.model.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The nodes with what is free on them, by a dense index, kept in step change by change: the scheduler's only picture of
/// nodes. Numbers lie in arrays of primitives, so that looking at all of them costs two or three nanoseconds a node.
final class NodeTable {
    private static final int NONE = -1;

    private final Map<NodeId, Integer> indexes = new HashMap<>();
    private final List<@Nullable Node> nodes = new ArrayList<>();
    private final List<Map<String, Long>> generics = new ArrayList<>();
    private final List<Map<HostPort, Integer>> ports = new ArrayList<>();
    private final Deque<Integer> holes = new ArrayDeque<>();
    private final BitSet usable = new BitSet();
    private final LoadOrder order = new LoadOrder();
    private long[] cpus = new long[64];
    private long[] memory = new long[64];
    private int[] tasks = new int[64];

    /// Where the node stands; -1 if it is not known.
    int indexOf(@Nullable NodeId id) {
        return id == null ? NONE : indexes.getOrDefault(id, NONE);
    }

    Node node(int index) {
        Node node = nodes.get(index);
        if (node == null) {
            throw new IllegalStateException("no node at " + index);
        }
        return node;
    }

    boolean has(int index) {
        return index < nodes.size() && nodes.get(index) != null;
    }

    void forEach(IntConsumer each) {
        indexes.values().forEach(each::accept);
    }

    BitSet usable() {
        return usable;
    }

    /// Takes a new node in, or a change of one.
    int put(Node node) {
        int index = indexOf(node.id());
        if (index == NONE) {
            index = holes.isEmpty() ? append() : holes.pop();
            indexes.put(node.id(), index);
        }
        nodes.set(index, node);
        usable.set(index, node.usable());
        sort(index);
        return index;
    }

    private int append() {
        int index = nodes.size();
        nodes.add(null);
        generics.add(new HashMap<>(0));
        ports.add(new HashMap<>(0));
        if (index >= tasks.length) {
            cpus = Arrays.copyOf(cpus, index * 2);
            memory = Arrays.copyOf(memory, index * 2);
            tasks = Arrays.copyOf(tasks, index * 2);
        }
        return index;
    }

    /// @return where it stood; -1 if it was not known
    int remove(NodeId id) {
        Integer index = indexes.remove(id);
        if (index == null) {
            return NONE;
        }
        nodes.set(index, null);
        generics.set(index, new HashMap<>(0));
        ports.set(index, new HashMap<>(0));
        usable.clear(index);
        order.remove(index);
        cpus[index] = 0;
        memory[index] = 0;
        tasks[index] = 0;
        holes.push(index);
        return index;
    }

    /// Active tasks of all services.
    int tasks(int index) {
        return tasks[index];
    }

    void addTasks(int index, int delta) {
        tasks[index] += delta;
        sort(index);
    }

    private void sort(int index) {
        if (usable.get(index)) {
            order.put(index, Math.max(0, tasks[index]));
        } else {
            order.remove(index);
        }
    }

    /// The usable nodes by their number of tasks.
    LoadOrder byLoad() {
        return order;
    }

    /// Takes (sign 1) or gives back (sign −1) what a task reserves.
    void reserve(int index, Need need, int sign) {
        cpus[index] += sign * need.nanoCpus;
        memory[index] += sign * need.memoryBytes;
        for (GenericResource each : need.generic) {
            generics.get(index).merge(each.kind(), sign * amount(each), NodeTable::sumOrNull);
        }
        for (HostPort port : need.hostPorts) {
            ports.get(index)
                    .merge(port, sign, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
        }
    }

    private static @Nullable Long sumOrNull(Long a, Long b) {
        return a + b == 0 ? null : Long.valueOf(a + b);
    }

    private static long amount(GenericResource each) {
        return each.value().isEmpty() ? each.count() : 1;
    }

    boolean hasResources(int index, Need need) {
        if (need.nanoCpus == 0 && need.memoryBytes == 0 && need.generic.isEmpty()) {
            return true;
        }
        var has = node(index).description().resources();
        return (need.nanoCpus == 0 || has.nanoCpus() - cpus[index] >= need.nanoCpus)
                && (need.memoryBytes == 0 || has.memoryBytes() - memory[index] >= need.memoryBytes)
                && hasGeneric(index, need, has.generic());
    }

    private boolean hasGeneric(int index, Need need, List<GenericResource> has) {
        for (GenericResource wanted : need.generic) {
            long there = 0;
            for (GenericResource each : has) {
                there += each.kind().equals(wanted.kind()) ? amount(each) : 0;
            }
            if (there - generics.get(index).getOrDefault(wanted.kind(), 0L) < amount(wanted)) {
                return false;
            }
        }
        return true;
    }

    boolean hasPorts(int index, Need need) {
        for (HostPort port : need.hostPorts) {
            if (ports.get(index).containsKey(port)) {
                return false;
            }
        }
        return true;
    }
}
