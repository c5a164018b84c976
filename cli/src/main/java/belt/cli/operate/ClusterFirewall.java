package belt.cli.operate;

import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import java.util.ArrayList;
import java.util.List;

/// Which packets a cluster's machines take from outside. The ports are those of
/// docs/design/contracts.md §2.
public final class ClusterFirewall {
    private static final int SSH = 22;
    private static final int API = 2376;
    private static final int CLUSTER = 2377;
    private static final int RAFT = 2378;
    private static final int PROBES = 7946;
    private static final int VXLAN = 4789;
    private static final int WIREGUARD = 51820;
    private static final int LAST = 65535;

    private ClusterFirewall() {}

    /// @param operators address ranges of those who operate the cluster
    /// @param published ports that services publish, open to everybody
    public static List<FirewallRule> rules(List<String> operators, List<Integer> published) {
        var rules = new ArrayList<FirewallRule>();
        for (String range : operators) {
            var operator = new Source.Range(range);
            rules.add(rule(Protocol.TCP, SSH, operator, "log in"));
            rules.add(rule(Protocol.TCP, API, operator, "the Docker API"));
        }
        var members = new Source.Cluster(Members.ALL);
        rules.add(rule(Protocol.TCP, API, members, "managers forward to the leader"));
        rules.add(rule(Protocol.TCP, CLUSTER, members, "joining, nodes' sessions"));
        rules.add(rule(Protocol.TCP, RAFT, members, "managers' log"));
        rules.add(rule(Protocol.TCP, PROBES, members, "probes between nodes"));
        rules.add(rule(Protocol.UDP, PROBES, members, "probes between nodes"));
        rules.add(rule(Protocol.UDP, VXLAN, members, "overlay networks"));
        rules.add(rule(Protocol.UDP, WIREGUARD, members, "encrypted overlay networks"));
        rules.add(
                new FirewallRule(
                        Protocol.ICMP, 0, 0, Members.ALL, members, "packets that are too big"));
        for (int port : published) {
            if (port > 0 && port <= LAST) {
                rules.add(rule(Protocol.TCP, port, new Source.Range("0.0.0.0/0"), "published"));
                rules.add(rule(Protocol.TCP, port, new Source.Range("::/0"), "published"));
            }
        }
        return rules;
    }

    private static FirewallRule rule(Protocol protocol, int port, Source from, String why) {
        return new FirewallRule(protocol, port, port, Members.ALL, from, why);
    }
}
