package belt.http.shape;

import belt.http.json.JsonWriter;
import belt.model.Availability;
import belt.model.ManagerPeer;
import belt.model.Membership;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeSpec;
import belt.model.Role;
import org.jspecify.annotations.Nullable;

/// Writes a `Node` and reads a `NodeSpec`.
public final class NodeJson {
    /// How a manager is seen by the leader.
    ///
    /// @param leader whether it leads
    /// @param reachable whether the leader heard from it lately
    public record Standing(boolean leader, boolean reachable) {}

    private NodeJson() {}

    /// Reads what is wanted of a node. Role and availability are mandatory, as in Docker.
    ///
    /// @throws belt.http.server.ApiError 400 if one of them is missing or unknown
    public static NodeSpec readSpec(Fields spec) {
        Availability availability = Words.availability(spec.text("Availability"));
        Role role = Words.role(spec.text("Role"));
        return new NodeSpec(spec.text("Name"), spec.textMap("Labels"), role, availability);
    }

    /// Writes one node where a value is due.
    public static void write(JsonWriter out, Node node, Standing standing) {
        out.object(o -> {
            MetaJson.members(o, node.id().value(), node.meta());
            o.object("Spec", s -> spec(s, node.spec()));
            o.object("Description", d -> description(d, node.description()));
            o.object(
                    "Status",
                    s -> {
                        s.text("State", Words.of(node.status().state()));
                        s.textIfAny("Message", node.status().message());
                        s.textIfAny("Addr", node.status().address());
                    });
            if (node.membership() == Membership.PENDING) {
                o.text("Membership", Words.of(node.membership())); // no word of Docker's API
            }
            manager(o, node.manager(), standing);
        });
    }

    private static void spec(JsonWriter o, NodeSpec spec) {
        o.textIfAny("Name", spec.name());
        o.texts("Labels", spec.labels());
        o.text("Role", Words.of(spec.role()));
        o.text("Availability", Words.of(spec.availability()));
    }

    private static void description(JsonWriter o, NodeDescription description) {
        o.textIfAny("Hostname", description.hostname());
        o.object(
                "Platform",
                p -> {
                    p.textIfAny("Architecture", description.platform().architecture());
                    p.textIfAny("OS", description.platform().os());
                });
        o.object("Resources", r -> TaskSpecJson.resources(r, description.resources()));
        o.object(
                "Engine",
                e -> {
                    e.textIfAny("EngineVersion", description.engine().version());
                    e.textsIfAny("Labels", description.engine().labels());
                    e.arrayIfAny(
                            "Plugins",
                            description.engine().plugins(),
                            (w, plugin) ->
                                    w.object(p -> {
                                        p.textIfAny("Type", plugin.type());
                                        p.textIfAny("Name", plugin.name());
                                    }));
                });
        o.object(
                "TLSInfo",
                t -> {
                    t.textIfAny("TrustRoot", description.tls().trustRoot());
                    t.textIfAny("CertIssuerSubject", description.tls().issuerSubject());
                    t.textIfAny("CertIssuerPublicKey", description.tls().issuerPublicKey());
                });
    }

    private static void manager(JsonWriter o, @Nullable ManagerPeer manager, Standing standing) {
        if (manager != null) {
            o.object(
                    "ManagerStatus",
                    m -> {
                        m.flagIfTrue("Leader", standing.leader());
                        m.text("Reachability", standing.reachable() ? "reachable" : "unreachable");
                        m.text("Addr", manager.clusterAddress());
                    });
        }
    }
}
