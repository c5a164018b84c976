package belt.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A way into the cluster for the machines of one creation call: each of the named machines may use it once, until it
/// expires. The cluster keeps no more of the ticket than its digest; the ticket itself is a join token that only the
/// machines' first boot knows.
///
/// @param id SHA-256 of the token's text, 64 hexadecimal digits
/// @param role what the machines come as; a manager waits for an operator's approval
/// @param batch the creation's batch, for people who look where a node came from
/// @param names whom it lets in
/// @param expires until when; a machine that was let in may repeat its request later
/// @param uses who has used it
public record JoinTicket(
        String id, Role role, String batch, List<String> names, Instant expires, List<Use> uses) {
    public JoinTicket {
        names = List.copyOf(names);
        uses = List.copyOf(uses);
    }

    /// One machine's use.
    ///
    /// @param name the machine
    /// @param node the node that it became
    /// @param key SHA-256 of the public key it came with, 64 hexadecimal digits
    /// @param from the address that its connection came from
    public record Use(String name, NodeId node, String key, String from) {}

    public Optional<Use> useOf(String name) {
        return uses.stream().filter(use -> use.name().equals(name)).findFirst();
    }

    public Optional<Use> useBy(NodeId node) {
        return uses.stream().filter(use -> use.node().equals(node)).findFirst();
    }

    /// Whether everybody whom it lets in has used it.
    public boolean usedUp() {
        return uses.size() >= names.size();
    }

    public JoinTicket with(Use use) {
        var all = new ArrayList<>(uses);
        all.add(use);
        return new JoinTicket(id, role, batch, names, expires, all);
    }
}
