package belt.provider;

import java.util.Locale;

/// Something that is let in to a cluster's machines. What no rule lets in is kept out.
///
/// @param protocol what may pass
/// @param fromPort the first port; 0 for ICMP
/// @param toPort the last port
/// @param to which machines
/// @param from who may
/// @param why what it is for
public record FirewallRule(
        Protocol protocol, int fromPort, int toPort, Members to, Source from, String why) {
    /// A protocol.
    public enum Protocol {
        TCP,
        UDP,
        ICMP
    }

    /// Which of the cluster's machines.
    public enum Members {
        ALL,
        MANAGERS
    }

    /// Who is let in.
    public sealed interface Source {
        /// The cluster's own machines.
        record Cluster(Members members) implements Source {}

        /// An address range, `203.0.113.7/32`.
        record Range(String cidr) implements Source {}
    }

    /// `tcp 2377 to all from the cluster`.
    @Override
    public String toString() {
        String ports =
                protocol == Protocol.ICMP
                        ? ""
                        : " " + (fromPort == toPort ? fromPort : fromPort + "-" + toPort);
        String target = to == Members.ALL ? "all" : "managers";
        String source =
                switch (from) {
                    case Source.Cluster(var members) ->
                            members == Members.ALL ? "the cluster" : "managers";
                    case Source.Range(var cidr) -> cidr;
                };
        return protocol.name().toLowerCase(Locale.ROOT)
                + ports
                + " to "
                + target
                + " from "
                + source;
    }
}
