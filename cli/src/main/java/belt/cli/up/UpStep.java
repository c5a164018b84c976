package belt.cli.up;

import belt.cli.file.ClusterFile;
import belt.cli.file.ServiceWish;
import java.util.List;
import java.util.Map;

/// One thing that `up` or `down` does. Printed as a line of the plan.
public sealed interface UpStep {
    /// `+`, `~` or `-`, then what.
    String line();

    record MakeMachines(ClusterFile.Machines group, List<String> names) implements UpStep {
        @Override
        public String line() {
            return "+ machine  "
                    + String.join(", ", names)
                    + "  "
                    + group.provider()
                    + " "
                    + group.size();
        }
    }

    record StartMachines(List<String> names) implements UpStep {
        @Override
        public String line() {
            return "~ machine  " + String.join(", ", names) + "  start";
        }
    }

    /// Makes nodes of machines: engine, certificates, bundle, kernel settings, beltd.
    record Provision(ClusterFile.Machines group, List<String> names) implements UpStep {
        @Override
        public String line() {
            return "+ node     "
                    + String.join(", ", names)
                    + "  "
                    + (group.engine() ? "engine, beltd" : "beltd");
        }
    }

    record InitCluster(String cluster, String node) implements UpStep {
        @Override
        public String line() {
            return "+ cluster  " + cluster + "  begins on " + node;
        }
    }

    record Join(List<String> names, boolean manager) implements UpStep {
        @Override
        public String line() {
            return "+ join     "
                    + String.join(", ", names)
                    + "  as "
                    + (manager ? "managers" : "workers");
        }
    }

    record ChangeRole(String name, String id, boolean manager) implements UpStep {
        @Override
        public String line() {
            return "~ node     "
                    + name
                    + "  "
                    + (manager ? "promote to manager" : "demote to worker");
        }
    }

    record SetLabels(String name, Map<String, String> labels) implements UpStep {
        @Override
        public String line() {
            return "~ node     " + name + "  labels " + new java.util.TreeMap<>(labels);
        }
    }

    record CreateService(ServiceWish wish) implements UpStep {
        @Override
        public String line() {
            return "+ service  " + describe(wish);
        }
    }

    record UpdateService(String id, ServiceWish wish) implements UpStep {
        @Override
        public String line() {
            return "~ service  " + describe(wish);
        }
    }

    record RemoveService(String id, String name) implements UpStep {
        @Override
        public String line() {
            return "- service  " + name;
        }
    }

    /// Moves its tasks away, demotes it, takes it out of the cluster.
    record RemoveNode(String name, String id, boolean manager) implements UpStep {
        @Override
        public String line() {
            return "- node     " + name + (manager ? "  demote, drain, remove" : "  drain, remove");
        }
    }

    record RemoveMachines(List<String> names) implements UpStep {
        @Override
        public String line() {
            return "- machine  " + String.join(", ", names);
        }
    }

    /// Forgets the whole cluster: machines, certificates, keys, inventory.
    record ForgetCluster(String cluster) implements UpStep {
        @Override
        public String line() {
            return "- cluster  " + cluster + "  with its keys and certificates";
        }
    }

    private static String describe(ServiceWish wish) {
        var text = new StringBuilder(wish.name());
        text.append("  ").append(wish.exec() ? String.join(" ", wish.command()) : wish.image());
        text.append(wish.global() ? ", one on every node" : ", " + wish.replicas() + " replicas");
        wish.ports().forEach(port -> text.append(", ").append(port));
        return text.toString();
    }
}
