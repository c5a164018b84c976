package belt.client;

/// A machine that came with a manager's ticket and waits to be let in.
///
/// @param id the node's id
/// @param name its host name, as it says
/// @param address its advertised address, as it says
/// @param from the address that its connection came from, as the manager saw it; empty if the ticket is gone
/// @param key the SHA-256 of its public key, in hexadecimal digits; empty if the ticket is gone
/// @param since when it came first
public record WaitingNode(
        String id, String name, String address, String from, String key, String since) {
    static WaitingNode of(JsonObject node) {
        return new WaitingNode(
                node.text("ID"),
                node.text("Name"),
                node.text("Addr"),
                node.text("From"),
                node.text("Key"),
                node.text("Since"));
    }
}
