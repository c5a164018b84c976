package belt.provider;

import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Which packets a cluster's machines take from outside. The ports are those of docs/design/contracts.md §2. What only
/// managers listen for is let in to managers only.
public final class ClusterRules {
    /// The Docker API over TLS.
    public static final int API = 2376;

    private static final int CLUSTER = 2377;
    private static final int RAFT = 2378;
    private static final int PROBES = 7946;
    private static final int VXLAN = 4789;
    private static final int WIREGUARD = 51820;

    private ClusterRules() {}

    /// @param operators address ranges of those who operate the cluster
    /// @param sshPorts where the machines' sshd listen
    /// @param published ports that services publish, open to everybody
    public static List<FirewallRule> of(
            Collection<String> operators,
            Collection<Integer> sshPorts,
            Collection<Integer> published) {
        var rules = new ArrayList<FirewallRule>();
        for (String range : operators) {
            var operator = new Source.Range(range);
            sshPorts.forEach(port -> rules.add(toAll(Protocol.TCP, port, operator, "log in")));
            rules.add(toAll(Protocol.TCP, API, operator, "the Docker API"));
        }
        var members = new Source.Cluster(Members.ALL);
        rules.add(toManagers(API, members, "requests that the leader answers"));
        rules.add(toManagers(CLUSTER, members, "joining, nodes' sessions"));
        rules.add(toManagers(RAFT, new Source.Cluster(Members.MANAGERS), "managers' log"));
        rules.add(toAll(Protocol.TCP, PROBES, members, "probes between nodes"));
        rules.add(toAll(Protocol.UDP, PROBES, members, "probes between nodes"));
        rules.add(toAll(Protocol.UDP, VXLAN, members, "overlay networks"));
        rules.add(toAll(Protocol.UDP, WIREGUARD, members, "encrypted overlay networks"));
        rules.add(
                new FirewallRule(
                        Protocol.ICMP, 0, 0, Members.ALL, members, "packets that are too big"));
        for (int port : published) {
            rules.add(toAll(Protocol.TCP, port, new Source.Range("0.0.0.0/0"), "published"));
            rules.add(toAll(Protocol.TCP, port, new Source.Range("::/0"), "published"));
        }
        return rules;
    }

    private static FirewallRule toAll(Protocol protocol, int port, Source from, String why) {
        return new FirewallRule(protocol, port, port, Members.ALL, from, why);
    }

    private static FirewallRule toManagers(int port, Source from, String why) {
        return new FirewallRule(Protocol.TCP, port, port, Members.MANAGERS, from, why);
    }
}
