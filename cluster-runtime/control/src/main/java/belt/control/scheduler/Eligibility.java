package belt.control.scheduler;

import belt.control.constraint.Constraint;
import belt.model.EngineDescription;
import belt.model.EngineDescription.Plugin;
import belt.model.Node;
import belt.model.Platform;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The nodes that can hold tasks of a kind at all, whatever is on them already. Specs with equal wishes share one set,
/// which is brought up to date only for nodes that changed.
final class Eligibility {
    /// @param constraints all must hold
    /// @param platforms any of these; empty = any
    /// @param engine whether a container engine is needed
    /// @param plugins all are needed
    record Key(
            List<Constraint> constraints,
            List<Platform> platforms,
            boolean engine,
            List<Plugin> plugins) {}

    /// All of them.
    static final class Sets {
        private final NodeTable table;
        private final Map<Key, Eligibility> sets = new HashMap<>();

        Sets(NodeTable table) {
            this.table = table;
        }

        Eligibility of(Key key) {
            Eligibility set = sets.computeIfAbsent(key, Eligibility::new);
            if (set.users++ == 0) {
                table.forEach(index -> set.look(index, table.node(index)));
            }
            return set;
        }

        void release(Eligibility set) {
            if (--set.users == 0) {
                sets.remove(set.key);
            }
        }

        void changed(int index, Node node) {
            sets.values().forEach(set -> set.look(index, node));
        }

        void removed(int index) {
            sets.values().forEach(set -> set.nodes.clear(index));
        }
    }

    final Key key;
    private final BitSet nodes = new BitSet();
    private int users;

    private Eligibility(Key key) {
        this.key = key;
    }

    boolean has(int index) {
        return nodes.get(index);
    }

    private void look(int index, Node node) {
        nodes.set(index, plugins(node) && engine(node) && constraints(node) && platform(node));
    }

    boolean constraints(Node node) {
        return Constraint.allMatch(key.constraints(), node);
    }

    boolean engine(Node node) {
        return !key.engine() || !node.description().engine().version().isEmpty();
    }

    boolean platform(Node node) {
        if (key.platforms().isEmpty()) {
            return true;
        }
        Platform own = node.description().platform();
        for (Platform each : key.platforms()) {
            boolean os = each.os().isEmpty() || each.os().equals(own.os());
            boolean architecture =
                    each.architecture().isEmpty()
                            || usual(each.architecture()).equals(usual(own.architecture()));
            if (os && architecture) {
                return true;
            }
        }
        return false;
    }

    private static String usual(String architecture) {
        return switch (architecture) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
    }

    boolean plugins(Node node) {
        EngineDescription engine = node.description().engine();
        boolean reportsLogs = engine.plugins().stream().anyMatch(own -> own.type().equals("Log"));
        for (Plugin wanted : key.plugins()) {
            boolean skipped =
                    engine.version().isEmpty() || (wanted.type().equals("Log") && !reportsLogs);
            if (!skipped && engine.plugins().stream().noneMatch(own -> fits(wanted, own))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Plugin wanted, Plugin own) {
        return own.type().equals(wanted.type())
                && (own.name().equals(wanted.name())
                        || own.name().equals(wanted.name() + ":latest"));
    }
}
