package belt.cli.operate;

import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.provider.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether a machine was made a node, or only exists.
public final class Nodes {
    private static final List<String> CLIENT_FILES = List.of("ca.pem", "cert.pem", "key.pem");

    private Nodes() {}

    public static boolean isNode(ClusterState cluster, Machine machine) {
        return !machine.labels().containsKey(NodeWork.BARE_LABEL) || cluster.becameNode(machine);
    }

    /// A machine that was provisioned. An imported one answers to belt's certificates from now on: Docker Machine's are
    /// kept aside.
    public static void nowBelts(ClusterState cluster, Machine machine) {
        if (!isNode(cluster, machine)) {
            cluster.nowNode(machine);
        }
        Path folder = cluster.imported(machine.name());
        try {
            for (String file : CLIENT_FILES) {
                if (Files.exists(folder.resolve(file))) {
                    Files.move(folder.resolve(file), folder.resolve("before-belt-" + file));
                }
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    CoreProblem.STATE_DAMAGED,
                    "the imported files in " + folder + " cannot be renamed: " + e.getMessage(),
                    e);
        }
    }
}
