package belt.control.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The tests that a node must pass, in Swarm's order. Each says in Swarm's words what stands in the way
/// (swarm-semantics §3.2).
enum Filter {
    READY("%s not available for new tasks", "") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return table.usable().get(index);
        }
    },
    RESOURCES("insufficient resources on %s", "") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return table.hasResources(index, need);
        }
    },
    PLUGINS("missing plugin on %s", "") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return need.eligibility.plugins(table.node(index));
        }
    },
    /// Not in Swarm, where every node has an engine.
    ENGINE("no container engine on %s", "") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return need.eligibility.engine(table.node(index));
        }
    },
    CONSTRAINTS("scheduling constraints not satisfied on %s", "") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return need.eligibility.constraints(table.node(index));
        }
    },
    PLATFORM("unsupported platform on %s", "") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return need.eligibility.platform(table.node(index));
        }
    },
    HOST_PORTS("host-mode port already in use on %s", "") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return table.hasPorts(index, need);
        }
    },
    MAX_REPLICAS("", "max replicas per node limit exceed") {
        @Override
        boolean passes(NodeTable table, int index, Need need) {
            return need.maxReplicas == 0 || need.counts.of(index) < need.maxReplicas;
        }
    };

    private static final List<Filter> ALL = List.of(values());

    private final String counted;
    private final String plain;

    Filter(String counted, String plain) {
        this.counted = counted;
        this.plain = plain;
    }

    abstract boolean passes(NodeTable table, int index, Need need);

    /// What is said when so many nodes fail this test first.
    String explain(int nodes) {
        return plain.isEmpty()
                ? counted.formatted(nodes == 1 ? "1 node" : nodes + " nodes")
                : plain;
    }

    /// Whether the node passes everything. The tests that do not depend on what runs on the node are answered by its
    /// place in the {@link Eligibility}.
    static boolean allPass(NodeTable table, int index, Need need) {
        return READY.passes(table, index, need)
                && need.eligibility.has(index)
                && dynamicPass(table, index, need);
    }

    /// Those that change with every task placed.
    static boolean dynamicPass(NodeTable table, int index, Need need) {
        return RESOURCES.passes(table, index, need)
                && HOST_PORTS.passes(table, index, need)
                && MAX_REPLICAS.passes(table, index, need);
    }

    /// Why no node takes the task: each node is charged to the first test that it fails, most failures first.
    static String explainAll(NodeTable table, Need need) {
        Map<Filter, Integer> failures = new EnumMap<>(Filter.class);
        table.forEach(index -> charge(table, index, need, failures));
        String text = join(failures);
        return text.isEmpty() ? "no suitable node" : "no suitable node (" + text + ")";
    }

    /// Why this node does not take the task.
    static String explainOne(NodeTable table, int index, Need need) {
        Map<Filter, Integer> failures = new EnumMap<>(Filter.class);
        charge(table, index, need, failures);
        return join(failures);
    }

    private static void charge(
            NodeTable table, int index, Need need, Map<Filter, Integer> failures) {
        for (Filter each : ALL) {
            if (!each.passes(table, index, need)) {
                failures.merge(each, 1, Integer::sum);
                return;
            }
        }
    }

    private static String join(Map<Filter, Integer> failures) {
        var parts = new ArrayList<>(failures.entrySet());
        parts.sort(Comparator.comparingInt(part -> -part.getValue()));
        return String.join(
                "; ", parts.stream().map(part -> part.getKey().explain(part.getValue())).toList());
    }
}
