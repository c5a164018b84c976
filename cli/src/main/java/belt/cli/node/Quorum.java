package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.term.Risk;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import java.util.List;

/// What taking a manager away means for the others: more than half of those left must answer, or nothing can be decided
/// any more.
final class Quorum {
    private Quorum() {}

    /// Asks about the risk where too few managers would be left that answer.
    static void check(Call call, ClusterClient client, NodeSummary leaving) {
        if (!leaving.manager()) {
            return;
        }
        List<NodeSummary> left =
                client.nodes().stream()
                        .filter(node -> node.manager() && !node.id().equals(leaving.id()))
                        .toList();
        long answering =
                left.stream()
                        .filter(node ->
                                node.standing() != null
                                        && node.standing().reachability().equals("reachable"))
                        .count();
        if (!left.isEmpty() && answering * 2 <= left.size()) {
            call.prompt()
                    .confirm(
                            "without "
                                    + leaving.hostname()
                                    + " only "
                                    + answering
                                    + " of "
                                    + left.size()
                                    + " managers answer, and the cluster can decide nothing any more; go on?",
                            Risk.LOSE_QUORUM);
        }
    }
}
