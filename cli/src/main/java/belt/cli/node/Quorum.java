package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.power.Managers;
import belt.cli.term.Risk;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import java.util.Optional;
import java.util.Set;

/// What taking a manager away means for the others: more than half of those left must answer, or nothing can be decided
/// any more.
final class Quorum {
    private Quorum() {}

    /// Asks about the risk where too few managers would be left that answer.
    static void check(Call call, ClusterClient client, NodeSummary leaving) {
        if (!leaving.manager()) {
            return;
        }
        var managers = new Managers(Optional.of(client.nodes()));
        if (managers.count() > 1) { // of the last one the cluster itself says that it has to stay
            managers.lossAfter(Set.of(leaving.hostname()))
                    .ifPresent(loss ->
                            call.prompt()
                                    .confirm(
                                            "without "
                                                    + leaving.hostname()
                                                    + " "
                                                    + loss
                                                    + "; go on?",
                                            Risk.LOSE_QUORUM));
        }
    }
}
