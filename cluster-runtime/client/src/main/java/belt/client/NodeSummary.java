package belt.client;

import org.jspecify.annotations.Nullable;

/// A node of the cluster.
///
/// @param id its id
/// @param version of the object, for updates
/// @param hostname as the node says
/// @param role wished: `manager` or `worker`
/// @param availability `active`, `pause`, `drain`
/// @param state observed: `ready`, `down`, `unknown`, `disconnected`
/// @param address as the managers see it
/// @param engineVersion empty if unknown
/// @param standing null unless it is a manager
/// @param document everything
public record NodeSummary(
        String id,
        long version,
        String hostname,
        String role,
        String availability,
        String state,
        String address,
        String engineVersion,
        @Nullable Standing standing,
        JsonObject document) {
    /// A manager's place among the managers.
    ///
    /// @param reachability `reachable` or `unreachable`
    public record Standing(boolean leader, String reachability) {}

    static NodeSummary of(JsonObject node) {
        return new NodeSummary(
                node.text("ID"),
                node.number("Version", "Index"),
                node.text("Description", "Hostname"),
                node.text("Spec", "Role"),
                node.text("Spec", "Availability"),
                node.text("Status", "State"),
                node.text("Status", "Addr"),
                node.text("Description", "Engine", "EngineVersion"),
                node.has("ManagerStatus")
                        ? new Standing(
                                node.flag("ManagerStatus", "Leader"),
                                node.text("ManagerStatus", "Reachability"))
                        : null,
                node);
    }

    public boolean leader() {
        return standing != null && standing.leader();
    }

    public boolean manager() {
        return standing != null;
    }

    public boolean ready() {
        return state.equals("ready");
    }

    /// Whether it came with a manager's ticket and waits to be let in.
    public boolean waits() {
        return document.text("Membership").equals("pending");
    }

    /// The wish, to be changed and sent back.
    public JsonObject spec() {
        return document.object("Spec");
    }
}
