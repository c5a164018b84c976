package belt.control.dispatcher;

import belt.api.Message.ManagerAddress;
import belt.model.Node;
import belt.model.NodeId;
import belt.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Who the managers are and where, the leader first: what nodes are told to connect to.
public final class ManagerDirectory {
    private final Store store;
    private final Supplier<Optional<NodeId>> leader;

    /// @param leader the present leader as far as this manager knows
    public ManagerDirectory(Store store, Supplier<Optional<NodeId>> leader) {
        this.store = store;
        this.leader = leader;
    }

    /// All managers, the leader first if it is known.
    public List<ManagerAddress> managers() {
        Optional<NodeId> first = leader.get();
        List<ManagerAddress> all =
                store.read(view -> {
                    var found = new ArrayList<ManagerAddress>();
                    for (Node node : view.nodes()) {
                        if (node.manager() != null) {
                            found.add(
                                    new ManagerAddress(
                                            node.id(),
                                            node.manager().clusterAddress(),
                                            node.manager().apiAddress()));
                        }
                    }
                    return found;
                });
        return all.stream()
                .sorted(
                        Comparator.comparing((ManagerAddress m) ->
                                        !first.equals(Optional.of(m.nodeId())))
                                .thenComparing(m -> m.nodeId()))
                .toList();
    }

    /// Where the leader is, if it is known and not between two elections.
    public Optional<ManagerAddress> leader() {
        Optional<NodeId> id = leader.get();
        return managers().stream().filter(m -> id.equals(Optional.of(m.nodeId()))).findFirst();
    }
}
