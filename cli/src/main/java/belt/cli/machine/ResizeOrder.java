package belt.cli.machine;

import belt.cli.machine.ResizePlan.Change;
import belt.client.NodeSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which machines change their size together. What stands still for it must never be so many managers that the cluster can
/// decide nothing: workers go together, managers one after the other, the leader last.
///
/// @param groups one after the other
/// @param endangered managers without which too few would answer while they are down
record ResizeOrder(List<List<Change>> groups, List<String> endangered) {
    /// @param nodes what the cluster says of its nodes; empty if nobody answers
    static ResizeOrder of(List<Change> changes, Optional<List<NodeSummary>> nodes) {
        var groups = new ArrayList<List<Change>>();
        var together = new ArrayList<Change>();
        var managers = new ArrayList<Change>();
        for (Change change : changes) {
            boolean alone =
                    change.down()
                            && nodes.map(all -> manager(all, change).isPresent()).orElse(true);
            (alone ? managers : together).add(change);
        }
        if (!together.isEmpty()) {
            groups.add(List.copyOf(together));
        }
        List<NodeSummary> all = nodes.orElse(List.of());
        managers.sort(
                Comparator.comparing(
                        change -> manager(all, change).map(NodeSummary::leader).orElse(false)));
        managers.forEach(change -> groups.add(List.of(change)));
        return new ResizeOrder(groups, endangered(managers, all));
    }

    private static List<String> endangered(List<Change> managers, List<NodeSummary> all) {
        List<NodeSummary> every = all.stream().filter(NodeSummary::manager).toList();
        long answering = every.stream().filter(ResizeOrder::answers).count();
        return managers.stream()
                .filter(change -> {
                    Optional<NodeSummary> node = manager(all, change);
                    long others =
                            answering - node.filter(ResizeOrder::answers).map(_ -> 1).orElse(0);
                    return node.isPresent() && others * 2 <= every.size();
                })
                .map(change -> change.machine().name())
                .toList();
    }

    private static boolean answers(NodeSummary node) {
        NodeSummary.Standing standing = node.standing();
        return standing != null && standing.reachability().equals("reachable");
    }

    private static Optional<NodeSummary> manager(List<NodeSummary> nodes, Change change) {
        return nodes.stream()
                .filter(node -> node.manager() && node.hostname().equals(change.machine().name()))
                .findFirst();
    }
}
