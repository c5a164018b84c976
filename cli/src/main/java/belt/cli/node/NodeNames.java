package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.core.BeltException;
import belt.core.Nearest;
import java.util.ArrayList;
import java.util.List;

/// The nodes that a command names: by host name, pattern, id, an id's beginning, or `self` for the one that answers.
final class NodeNames {
    private NodeNames() {}

    /// @param words the operator's; none means `self`
    /// @throws BeltException.NotFound naming the nearest nodes
    static List<NodeSummary> require(Call call, Apis.Reached manager, List<String> words) {
        ClusterClient client = manager.client();
        var nodes = new ArrayList<NodeSummary>();
        List<String> names = call.names(words.isEmpty() ? List.of("self") : words);
        for (String name : names) {
            nodes.add(require(client, name.equals("self") ? client.node().id() : name));
        }
        return nodes;
    }

    private static NodeSummary require(ClusterClient client, String name) {
        try {
            return client.requireNode(name);
        } catch (BeltException.NotFound e) {
            String hint =
                    Nearest.hint(name, client.nodes().stream().map(NodeSummary::hostname).toList());
            throw (hint.isEmpty() ? e : e.withDetail(hint)).withRemedy("belt node ls");
        }
    }
}
