package belt.cli.node;

import belt.cli.output.View;
import belt.cli.output.Words;
import belt.cli.term.Tint;
import belt.client.NodeSummary;
import belt.core.NaturalOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Nodes as docker 28 shows them.
public final class NodeTable {
    private NodeTable() {}

    /// @param self the id of the node that answers, marked with `*`; empty for none
    public static View<NodeSummary> view(String self) {
        return View.<NodeSummary>of("node", NodeSummary::id)
                .column("ID", node -> node.id() + (node.id().equals(self) ? " *" : ""))
                .column("HOSTNAME", NodeSummary::hostname)
                .column("STATUS", NodeTable::status)
                .tinted(node -> node.ready() ? Tint.GOOD : Tint.BAD)
                .column("AVAILABILITY", node -> Words.capital(node.availability()))
                .column("MANAGER STATUS", NodeTable::standing)
                .column("ENGINE VERSION", NodeSummary::engineVersion)
                .sortedBy(Comparator.comparing(NodeSummary::hostname, NaturalOrder.INSTANCE))
                .data(NodeTable::data)
                .field("ID", NodeSummary::id)
                .field("Self", node -> node.id().equals(self))
                .field("Hostname", NodeSummary::hostname)
                .field("Status", NodeTable::status)
                .field("Availability", node -> Words.capital(node.availability()))
                .field("ManagerStatus", NodeTable::standing)
                .field("EngineVersion", NodeSummary::engineVersion)
                .field("TLSStatus", _ -> "Ready");
    }

    private static String status(NodeSummary node) {
        return node.waits() ? "Pending" : Words.capital(node.state());
    }

    private static String standing(NodeSummary node) {
        return node.standing() == null
                ? ""
                : node.leader() ? "Leader" : Words.capital(node.standing().reachability());
    }

    private static Map<String, Object> data(NodeSummary node) {
        var data = new LinkedHashMap<String, Object>();
        data.put("id", node.id());
        data.put("hostname", node.hostname());
        data.put("role", node.role());
        data.put("availability", node.availability());
        data.put("state", node.state());
        data.put("membership", node.waits() ? "pending" : "accepted");
        data.put("address", node.address());
        data.put("leader", node.leader());
        data.put("managerStatus", node.standing() == null ? "" : node.standing().reachability());
        data.put("engineVersion", node.engineVersion());
        data.put("labels", node.document().textMap("Spec", "Labels"));
        return data;
    }
}
