package belt.provision;

import belt.provision.facts.FactsReader;
import belt.provision.facts.HostFacts;
import belt.provision.step.Plan;
import belt.provision.step.Step;
import belt.provision.step.Step.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The way back: a node becomes a plain machine again. Packages stay, the engine's own data stays, and so does
/// `/etc/docker/daemon.json`, which may hold somebody else's keys.
public final class NodeRemover {
    private NodeRemover() {}

    /// What the facts have to tell.
    public static FactsReader.Request request() {
        return new FactsReader.Request(
                List.of(
                        NodePaths.CONFIG_DIR,
                        NodePaths.SUPERVISE,
                        NodePaths.SYSCTL,
                        NodePaths.UNIT),
                List.of(),
                List.of(),
                List.of());
    }

    /// @param node the machine's name
    /// @param facts what is there
    /// @param keepState whether `/var/lib/belt` stays: the node's identity and the cluster's state
    public static Plan plan(String node, HostFacts facts, boolean keepState) {
        var steps = new ArrayList<Step>();
        boolean supervised = facts.files().containsKey(NodePaths.SUPERVISE);
        if (facts.files().containsKey(NodePaths.UNIT)) {
            steps.add(new Step.Service("beltd", Action.STOP, true));
        } else if (supervised) {
            steps.add(
                    new Step.Exec(
                            "stop beltd and what else belt's supervisor keeps",
                            NodePaths.SUPERVISE + " stop",
                            Duration.ofMinutes(2)));
        }
        if (facts.files().containsKey(NodePaths.SYSCTL)) {
            steps.add(
                    new Step.Exec(
                            "set the kernel values from before",
                            restore(),
                            Duration.ofSeconds(30)));
        }
        var paths = new ArrayList<String>();
        for (String path : List.of(NodePaths.UNIT, NodePaths.SYSCTL, NodePaths.CONFIG_DIR)) {
            if (facts.files().containsKey(path)) {
                paths.add(path);
            }
        }
        if (!facts.beltd().bundles().isEmpty() || !facts.beltd().current().isEmpty()) {
            paths.add(NodePaths.BUNDLES);
        }
        if (!steps.isEmpty() || !paths.isEmpty()) {
            paths.addAll(List.of(NodePaths.RUN_DIR, NodePaths.LOG_DIR));
            if (!keepState) {
                paths.add(NodePaths.STATE_DIR);
            }
            steps.add(new Step.Remove(paths));
        }
        return new Plan(node, steps, List.of());
    }

    private static String restore() {
        return """
        [ -f %1$s ] || exit 0
        while IFS== read -r k v; do
            echo "$v" >"/proc/sys/$(echo "$k" | tr . /)" || :
        done <%1$s 2>/dev/null
        """
                .formatted(NodePaths.SYSCTL_BEFORE);
    }
}
