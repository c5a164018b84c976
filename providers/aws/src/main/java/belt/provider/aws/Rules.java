package belt.provider.aws;

import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/// Firewall rules in EC2's form and back. EC2 keeps the protocol, the ports and one source in what tells two rules apart;
/// the description carries what a rule is for. A group holds for all members: rules for managers only are let in to all.
final class Rules {
    private static final int ALL_ICMP = -1;

    /// What a new group lets in until `belt firewall` says it better: members among themselves, SSH and the API from where
    /// the operator is, and the operator's own ports.
    static List<FirewallRule> initial(AwsSettings settings) {
        var rules = new ArrayList<FirewallRule>();
        var cluster = new Source.Cluster(Members.ALL);
        rules.add(new FirewallRule(Protocol.TCP, 1, 65_535, Members.ALL, cluster, "members"));
        rules.add(new FirewallRule(Protocol.UDP, 1, 65_535, Members.ALL, cluster, "members"));
        rules.add(new FirewallRule(Protocol.ICMP, 0, 0, Members.ALL, cluster, "members"));
        for (String cidr : settings.adminCidrs()) {
            rules.add(tcp(settings.sshPort(), cidr, "SSH"));
            rules.add(tcp(2376, cidr, "Docker API"));
        }
        for (AwsSettings.Port port : settings.ports()) {
            rules.add(
                    new FirewallRule(
                            Protocol.valueOf(port.protocol().toUpperCase(Locale.ROOT)),
                            port.number(),
                            port.number(),
                            Members.ALL,
                            new Source.Range("0.0.0.0/0"),
                            "open-port"));
        }
        return rules;
    }

    private Rules() {}

    private static FirewallRule tcp(int port, String cidr, String why) {
        return new FirewallRule(Protocol.TCP, port, port, Members.ALL, new Source.Range(cidr), why);
    }

    /// The same rule for EC2: members and reasons do not tell two rules apart.
    static FirewallRule key(FirewallRule rule) {
        Source source =
                rule.from() instanceof Source.Cluster
                        ? new Source.Cluster(Members.ALL)
                        : rule.from();
        return new FirewallRule(
                rule.protocol(), rule.fromPort(), rule.toPort(), Members.ALL, source, "");
    }

    /// A rule as EC2 takes it.
    static IpPermission permission(FirewallRule rule, String groupId) {
        boolean icmp = rule.protocol() == Protocol.ICMP;
        var permission =
                IpPermission.builder()
                        .ipProtocol(rule.protocol().name().toLowerCase(Locale.ROOT))
                        .fromPort(icmp ? ALL_ICMP : rule.fromPort())
                        .toPort(icmp ? ALL_ICMP : rule.toPort());
        String why = description(rule.why());
        switch (rule.from()) {
            case Source.Cluster _ ->
                    permission.userIdGroupPairs(
                            UserIdGroupPair.builder().groupId(groupId).description(why).build());
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
    static Set<FirewallRule> of(SecurityGroup group) {
        var rules = new LinkedHashSet<FirewallRule>();
        for (IpPermission each : group.ipPermissions()) {
            protocol(each.ipProtocol())
                    .ifPresent(protocol -> rules.addAll(of(each, protocol, group)));
        }
        return rules;
    }

    private static List<FirewallRule> of(
            IpPermission permission, Protocol protocol, SecurityGroup group) {
        boolean icmp = protocol == Protocol.ICMP;
        int from = icmp || permission.fromPort() == null ? 0 : permission.fromPort();
        int to = icmp || permission.toPort() == null ? 0 : permission.toPort();
        var rules = new ArrayList<FirewallRule>();
        permission
                .ipRanges()
                .forEach(each ->
                        rules.add(
                                rule(
                                        protocol,
                                        from,
                                        to,
                                        new Source.Range(each.cidrIp()),
                                        each.description())));
        permission
                .ipv6Ranges()
                .forEach(each ->
                        rules.add(
                                rule(
                                        protocol,
                                        from,
                                        to,
                                        new Source.Range(each.cidrIpv6()),
                                        each.description())));
        permission.userIdGroupPairs().stream()
                .filter(each -> group.groupId().equals(each.groupId()))
                .forEach(each ->
                        rules.add(
                                rule(
                                        protocol,
                                        from,
                                        to,
                                        new Source.Cluster(Members.ALL),
                                        each.description())));
        return rules;
    }

    private static FirewallRule rule(
            Protocol protocol, int from, int to, Source source, @Nullable String why) {
        return new FirewallRule(protocol, from, to, Members.ALL, source, why == null ? "" : why);
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
