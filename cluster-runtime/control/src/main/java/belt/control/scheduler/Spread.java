package belt.control.scheduler;

import belt.model.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Deals the tasks of one batch out over the nodes. With preferences the nodes form a tree, a level for each preference:
/// every task goes to the branch that has fewest of the service, so branches become equal (swarm-semantics §3.3).
final class Spread {
    private static final String NODE_LABELS = "node.labels.";
    private static final String ENGINE_LABELS = "engine.labels.";

    /// A branch, or at the lowest level its nodes.
    private final class Branch {
        final Map<String, Branch> branches = new LinkedHashMap<>();
        final NodeHeap nodes = new NodeHeap(table, need, now);
        int tasks;
        boolean full;

        Branch at(Node node, int level) {
            return level == levels.size()
                    ? this
                    : branches.computeIfAbsent(label(node, levels.get(level)), _ -> new Branch())
                            .at(node, level + 1);
        }

        /// Counts a node's tasks in on all levels.
        void count(Node node, int level, int count) {
            tasks += count;
            if (level < levels.size()) {
                String value = label(node, levels.get(level));
                branches.computeIfAbsent(value, _ -> new Branch()).count(node, level + 1, count);
            }
        }

        /// The way to the best node, from the lowest branch up; empty if there is no room.
        List<Branch> way() {
            if (levels.isEmpty() || branches.isEmpty()) {
                full = nodes.best() < 0;
                return full ? List.of() : start(this);
            }
            Optional<Branch> emptiest = emptiest();
            while (emptiest.isPresent()) {
                List<Branch> way = emptiest.get().way();
                if (!way.isEmpty()) {
                    way.add(this);
                    return way;
                }
                emptiest = emptiest();
            }
            full = true;
            return List.of();
        }

        private Optional<Branch> emptiest() {
            Branch best = null;
            for (Branch each : branches.values()) {
                if (!each.full && (best == null || each.tasks < best.tasks)) {
                    best = each;
                }
            }
            return Optional.ofNullable(best);
        }
    }

    private final NodeTable table;
    private final Need need;
    private final Instant now;
    private final List<String> levels;
    private final Branch root;
    private List<Branch> way = List.of();

    Spread(NodeTable table, Need need, Instant now) {
        this.table = table;
        this.need = need;
        this.now = now;
        this.levels = need.spreadOver.stream().filter(Spread::known).toList();
        this.root = new Branch();
        BitSet usable = table.usable();
        for (int node = usable.nextSetBit(0); node >= 0; node = usable.nextSetBit(node + 1)) {
            if (need.eligibility.has(node) && Filter.dynamicPass(table, node, need)) {
                (levels.isEmpty() ? root : root.at(table.node(node), 0)).nodes.add(node);
            }
        }
        if (!levels.isEmpty()) {
            need.counts.visit((node, count) -> root.count(table.node(node), 0, count));
        }
    }

    private static List<Branch> start(Branch branch) {
        var way = new ArrayList<Branch>(3);
        way.add(branch);
        return way;
    }

    /// The node for the next task; -1 if none has room. The caller charges it for the task, then tells {@link #placed}.
    int next() {
        if (levels.isEmpty()) {
            return root.nodes.best();
        }
        way = root.way();
        return way.isEmpty() ? -1 : way.getFirst().nodes.best();
    }

    void placed() {
        if (levels.isEmpty()) {
            root.nodes.placed();
        } else {
            way.getFirst().nodes.placed();
            way.forEach(branch -> branch.tasks++);
        }
    }

    private static boolean known(String descriptor) {
        String lower = descriptor.toLowerCase(Locale.ROOT);
        return lower.startsWith(NODE_LABELS) || lower.startsWith(ENGINE_LABELS);
    }

    private static String label(Node node, String descriptor) {
        boolean own = descriptor.regionMatches(true, 0, NODE_LABELS, 0, NODE_LABELS.length());
        return own
                ? node.spec().labels().getOrDefault(descriptor.substring(NODE_LABELS.length()), "")
                : node.description()
                        .engine()
                        .labels()
                        .getOrDefault(descriptor.substring(ENGINE_LABELS.length()), "");
    }
}
