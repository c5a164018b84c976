package belt.provider.aws;

import belt.provider.ClusterRules;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// Firewall rules in EC2's form and back. EC2 keeps the protocol, the ports and one source in what tells two rules apart;
/// the description carries what a rule is for.
final class Rules {
    private static final int ALL_ICMP = -1;

    /// What a new cluster lets in, until `belt firewall` says it better: what members need of each other, SSH and the API
    /// from where the operator is, and the operator's own ports.
    static List<FirewallRule> initial(AwsSettings settings) {
        var rules =
                new ArrayList<>(
                        ClusterRules.of(
                                settings.adminCidrs(), List.of(settings.sshPort()), List.of()));
        rules.addAll(openPorts(settings));
        return rules;
    }

    /// The rules of the option `open-port`.
    static List<FirewallRule> openPorts(AwsSettings settings) {
        return settings.ports().stream()
                .map(port ->
                        new FirewallRule(
                                Protocol.valueOf(port.protocol().toUpperCase(Locale.ROOT)),
                                port.number(),
                                port.number(),
                                Members.ALL,
                                new Source.Range("0.0.0.0/0"),
                                "open-port"))
                .toList();
    }

    /// The same rules for a group that all members share: nobody in it can be told from a manager.
    static List<FirewallRule> forAll(List<FirewallRule> rules) {
        return rules.stream()
                .map(rule ->
                        new FirewallRule(
                                rule.protocol(),
                                rule.fromPort(),
                                rule.toPort(),
                                Members.ALL,
                                rule.from() instanceof Source.Cluster
                                        ? new Source.Cluster(Members.ALL)
                                        : rule.from(),
                                rule.why()))
                .toList();
    }

    private Rules() {}

    /// The same rule for EC2: reasons do not tell two rules apart.
    static FirewallRule key(FirewallRule rule) {
        return new FirewallRule(
                rule.protocol(), rule.fromPort(), rule.toPort(), rule.to(), rule.from(), "");
    }

    /// A rule as EC2 takes it.
    static IpPermission permission(FirewallRule rule, Wall.Ids ids) {
        boolean icmp = rule.protocol() == Protocol.ICMP;
        var permission =
                IpPermission.builder()
                        .ipProtocol(rule.protocol().name().toLowerCase(Locale.ROOT))
                        .fromPort(icmp ? ALL_ICMP : rule.fromPort())
                        .toPort(icmp ? ALL_ICMP : rule.toPort());
        String why = description(rule.why());
        switch (rule.from()) {
            case Source.Cluster(var members) ->
                    permission.userIdGroupPairs(
                            UserIdGroupPair.builder()
                                    .groupId(ids.of(members))
                                    .description(why)
                                    .build());
            case Source.Range(String cidr) when cidr.contains(":") ->
                    permission.ipv6Ranges(
                            Ipv6Range.builder().cidrIpv6(cidr).description(why).build());
            case Source.Range(String cidr) ->
                    permission.ipRanges(IpRange.builder().cidrIp(cidr).description(why).build());
        }
        return permission.build();
    }

    /// EC2 takes 255 characters of a small set.
    private static String description(String why) {
        String plain = why.replaceAll("[^a-zA-Z0-9. _:/()#,@\\[\\]+=&;{}!$*-]", " ");
        return plain.substring(0, Math.min(255, plain.length()));
    }

    /// The rules of a group; those of a kind that belt does not make are left out, and so left alone.
    ///
    /// @param to whom the group is for
    /// @param ids the cluster's groups, to know them as sources
    static Set<FirewallRule> of(SecurityGroup group, Members to, Wall.Ids ids) {
        var rules = new LinkedHashSet<FirewallRule>();
        for (IpPermission each : group.ipPermissions()) {
            protocol(each.ipProtocol())
                    .ifPresent(protocol ->
                            sources(each, ids)
                                    .forEach((source, why) ->
                                            rules.add(rule(each, protocol, to, source, why))));
        }
        return rules;
    }

    /// Source → what the rule is for.
    private static Map<Source, String> sources(IpPermission permission, Wall.Ids ids) {
        var sources = new LinkedHashMap<Source, String>();
        permission
                .ipRanges()
                .forEach(each ->
                        sources.put(new Source.Range(each.cidrIp()), said(each.description())));
        permission
                .ipv6Ranges()
                .forEach(each ->
                        sources.put(new Source.Range(each.cidrIpv6()), said(each.description())));
        permission
                .userIdGroupPairs()
                .forEach(each -> {
                    for (Members members : Members.values()) {
                        if (ids.of(members).equals(each.groupId())) {
                            sources.putIfAbsent(
                                    new Source.Cluster(
                                            ids.all().equals(each.groupId())
                                                    ? Members.ALL
                                                    : members),
                                    said(each.description()));
                        }
                    }
                });
        return sources;
    }

    private static String said(@Nullable String description) {
        return description == null ? "" : description;
    }

    private static FirewallRule rule(
            IpPermission permission, Protocol protocol, Members to, Source source, String why) {
        boolean icmp = protocol == Protocol.ICMP;
        int from = icmp || permission.fromPort() == null ? 0 : permission.fromPort();
        int last = icmp || permission.toPort() == null ? 0 : permission.toPort();
        return new FirewallRule(protocol, from, last, to, source, why);
    }

    private static Optional<Protocol> protocol(String word) {
        return switch (word) {
            case "tcp" -> Optional.of(Protocol.TCP);
            case "udp" -> Optional.of(Protocol.UDP);
            case "icmp" -> Optional.of(Protocol.ICMP);
            default -> Optional.empty();
        };
    }
}
