package belt.control.scheduler;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// The usable nodes by how many tasks they have, for batches too small to be worth a look at every node: a list for each
/// number of tasks, so that a node moves in constant time.
final class LoadOrder {
    private static final int NONE = -1;

    private int[] next = filled(64);
    private int[] before = filled(64);
    private int[] loads = filled(64);
    private int[] heads = filled(64);
    private int[] tails = filled(64);
    private int highest;

    /// Adds a node, or moves it to its present load. It comes last among its equals.
    void put(int node, int load) {
        if (node >= loads.length) {
            next = grown(next, node);
            before = grown(before, node);
            loads = grown(loads, node);
        }
        if (load >= heads.length) {
            heads = grown(heads, load);
            tails = grown(tails, load);
        }
        if (loads[node] == load) {
            return;
        }
        remove(node);
        loads[node] = load;
        before[node] = tails[load];
        next[node] = NONE;
        if (tails[load] == NONE) {
            heads[load] = node;
        } else {
            next[tails[load]] = node;
        }
        tails[load] = node;
        highest = Math.max(highest, load);
    }

    void remove(int node) {
        if (node >= loads.length || loads[node] == NONE) {
            return;
        }
        int load = loads[node];
        if (before[node] == NONE) {
            heads[load] = next[node];
        } else {
            next[before[node]] = next[node];
        }
        if (next[node] == NONE) {
            tails[load] = before[node];
        } else {
            before[next[node]] = before[node];
        }
        loads[node] = NONE;
    }

    /// The node with fewest tasks of those that are wanted; -1 if none was found among the first so many.
    int first(IntPredicate wanted, int limit) {
        int left = limit;
        for (int load = 0; load <= highest; load++) {
            for (int node = heads[load]; node != NONE; node = next[node]) {
                if (left-- == 0) {
                    return NONE;
                }
                if (wanted.test(node)) {
                    return node;
                }
            }
        }
        return NONE;
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    private static int[] grown(int[] array, int index) {
        int[] bigger = Arrays.copyOf(array, Math.max(index + 1, array.length * 2));
        Arrays.fill(bigger, array.length, bigger.length, NONE);
        return bigger;
    }
}
