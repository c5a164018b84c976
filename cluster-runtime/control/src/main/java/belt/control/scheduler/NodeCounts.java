package belt.control.scheduler;

import java.util.Arrays;

/// How many tasks of a service each node has, by the node's index in the {@link NodeTable}. Open addressing, since one of
/// these is kept for each service and asked for each node.
final class NodeCounts {
    private static final int EMPTY = -1;

    private int[] keys = filled(8);
    private int[] values = new int[8];
    private int used;
    private int total;

    /// Takes a node and its count.
    interface Visitor {
        void visit(int node, int count);
    }

    int of(int node) {
        return values[at(node)];
    }

    /// Never below zero.
    void add(int node, int delta) {
        int at = at(node);
        if (keys[at] == EMPTY) {
            if (delta <= 0) {
                return;
            }
            keys[at] = node;
            used++;
        }
        int value = Math.max(0, values[at] + delta);
        total += value - values[at];
        values[at] = value;
        if (used * 2 > keys.length) {
            grow();
        }
    }

    void clear(int node) {
        total -= values[at(node)];
        values[at(node)] = 0;
    }

    /// On all nodes.
    int total() {
        return total;
    }

    void visit(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != EMPTY && values[i] > 0) {
                visitor.visit(keys[i], values[i]);
            }
        }
    }

    private int at(int node) {
        int mask = keys.length - 1;
        int at = (node * 0x9E3779B9 >>> 7) & mask;
        while (keys[at] != node && keys[at] != EMPTY) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldValues = values;
        keys = filled(oldKeys.length * 2);
        values = new int[keys.length];
        used = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY && oldValues[i] > 0) {
                int at = at(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
                used++;
            }
        }
    }

    private static int[] filled(int size) {
        int[] keys = new int[size];
        Arrays.fill(keys, EMPTY);
        return keys;
    }
}
