package belt.client;

import java.util.List;

/// What a node says of itself (`GET /belt/v1/node`).
///
/// @param version of its beltd
/// @param id empty while it is in no cluster
/// @param address by which other nodes reach it
/// @param state `inactive`, `pending`, `active`, `error`, `locked`
/// @param role `manager`, `worker`; empty outside a cluster
/// @param leader whether it leads
/// @param error why it is in the state `error`; empty otherwise
/// @param managers addresses of the managers it knows, with the cluster port
public record NodeInfo(
        String version,
        String id,
        String address,
        String state,
        String role,
        boolean leader,
        String error,
        List<String> managers) {
    public NodeInfo {
        managers = List.copyOf(managers);
    }

    static NodeInfo of(JsonObject node) {
        return new NodeInfo(
                node.text("Version"),
                node.text("NodeID"),
                node.text("Addr"),
                node.text("State"),
                node.text("Role"),
                node.flag("Leader"),
                node.text("Error"),
                node.objects("Managers").stream().map(each -> each.text("Addr")).toList());
    }

    public boolean manager() {
        return role.equals("manager");
    }

    /// Whether it is in a cluster, or on its way into one.
    public boolean member() {
        return !state.isEmpty() && !state.equals("inactive");
    }
}
