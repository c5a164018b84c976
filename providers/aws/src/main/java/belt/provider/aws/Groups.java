package belt.provider.aws;

import belt.core.BeltException;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// The cluster's security groups, two a region and VPC, or the operator's own.
final class Groups {
    /// Terminated instances hold their group for a while.
    private static final Duration LET_GO = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ProviderContext context;
    private final AwsSettings settings;

    Groups(ProviderContext context, AwsSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /// The ids of the groups to launch with; what is missing is made, with the rules of {@link Rules#initial}.
    List<String> ensure(Ec2Region region, String vpc) throws InterruptedException {
        if (settings.groups().isEmpty()) {
            return List.of(own(region, vpc));
        }
        var ids = new ArrayList<String>();
        for (String name : settings.groups()) {
            ids.add(named(region, vpc, name));
        }
        return ids;
    }

    /// The cluster's own group. One that is there stays as `belt firewall` left it; one without any rule is unfinished: the
    /// rules of the group that all have are written last.
    private String own(Ec2Region region, String vpc) throws InterruptedException {
        Optional<SecurityGroup> found = find(region, vpc, name(Members.ALL));
        if (found.isPresent() && !(isOurs(found.get()) && found.get().ipPermissions().isEmpty())) {
            return found.get().groupId();
        }
        SecurityGroup all = made(region, vpc, name(Members.ALL));
        var wall = new Wall(all, made(region, vpc, name(Members.MANAGERS)));
        change(region, wall, Rules.initial(settings), List.of());
        return all.groupId();
    }

    /// A group of the operator's gets the rules that it lacks, unless it is read-only.
    private String named(Ec2Region region, String vpc, String name) throws InterruptedException {
        Optional<SecurityGroup> found = find(region, vpc, name);
        if (found.isPresent() && settings.options().has("security-group-readonly")) {
            return found.get().groupId();
        }
        SecurityGroup group = made(region, vpc, name);
        change(region, new Wall(group, null), Rules.forAll(Rules.initial(settings)), List.of());
        return group.groupId();
    }

    private String name(Members members) {
        return (members == Members.ALL ? "belt-" : "belt-managers:") + context.cluster();
    }

    private boolean isOurs(SecurityGroup group) {
        return context.cluster().equals(Tags.read(group.tags()).get(Tags.CLUSTER));
    }

    /// The group of that name, made where it is missing. It may have been made by a call whose reply was lost, or by
    /// somebody else just now.
    private SecurityGroup made(Ec2Region region, String vpc, String name)
            throws InterruptedException {
        Optional<SecurityGroup> there = find(region, vpc, name);
        if (there.isPresent()) {
            return there.get();
        }
        Map<String, String> tags = Map.of(Tags.CLUSTER, context.cluster());
        try {
            String id =
                    region.call(
                                    "CreateSecurityGroup",
                                    ec2 ->
                                            ec2.createSecurityGroup(each ->
                                                    each.groupName(name)
                                                            .description(
                                                                    "belt cluster "
                                                                            + context.cluster())
                                                            .vpcId(vpc)
                                                            .tagSpecifications(
                                                                    Tags.on(
                                                                            ResourceType
                                                                                    .SECURITY_GROUP,
                                                                            tags))))
                            .groupId();
            return SecurityGroup.builder().groupId(id).groupName(name).vpcId(vpc).build();
        } catch (BeltException.InvalidInput e) {
            return find(region, vpc, name).orElseThrow(() -> e);
        }
    }

    private static List<FirewallRule> missing(
            Collection<FirewallRule> wanted, Collection<FirewallRule> there) {
        Set<FirewallRule> keys = keys(there);
        return wanted.stream().filter(each -> !keys.contains(Rules.key(each))).toList();
    }

    static Set<FirewallRule> keys(Collection<FirewallRule> rules) {
        var keys = new LinkedHashSet<FirewallRule>();
        rules.forEach(each -> keys.add(Rules.key(each)));
        return keys;
    }

    private static void authorize(
            Ec2Region region, Members to, Wall.Ids ids, Collection<FirewallRule> rules)
            throws InterruptedException {
        List<IpPermission> permissions =
                distinct(rules).stream().map(each -> Rules.permission(each, ids)).toList();
        if (permissions.isEmpty()) {
            return;
        }
        String id = ids.of(to);
        try {
            region.callOnceKnown(
                    "AuthorizeSecurityGroupIngress",
                    0,
                    ec2 ->
                            ec2.authorizeSecurityGroupIngress(
                                    each -> each.groupId(id).ipPermissions(permissions)));
        } catch (BeltException.InvalidInput e) {
            // one that is there already refuses the whole call, after a lost reply for example: one
            // by one then
            if (permissions.size() == 1) {
                if (find(region, id)
                        .map(each -> keys(Rules.of(each, to, ids)))
                        .orElse(Set.of())
                        .containsAll(keys(rules))) {
                    return;
                }
                throw e;
            }
            for (FirewallRule rule : rules) {
                authorize(region, to, ids, List.of(rule));
            }
        }
    }

    private static Collection<FirewallRule> distinct(Collection<FirewallRule> rules) {
        var distinct = new LinkedHashMap<FirewallRule, FirewallRule>();
        rules.forEach(each -> distinct.putIfAbsent(Rules.key(each), each));
        return distinct.values();
    }

    /// Adds and removes rules of groups. The managers' come first: they get what the other group may lose.
    void change(
            Ec2Region region,
            Wall wall,
            Collection<FirewallRule> add,
            Collection<FirewallRule> remove)
            throws InterruptedException {
        Set<FirewallRule> there = wall.rules();
        List<FirewallRule> missing = missing(add, there);
        for (Members to : List.of(Members.MANAGERS, Members.ALL)) {
            authorize(region, to, wall.ids(), to(to, missing));
        }
        Set<FirewallRule> unwanted = keys(remove);
        List<FirewallRule> gone =
                there.stream().filter(each -> unwanted.contains(Rules.key(each))).toList();
        for (Members to : Members.values()) {
            revoke(region, wall.ids(), to, to(to, gone));
        }
    }

    private static List<FirewallRule> to(Members to, List<FirewallRule> rules) {
        return rules.stream().filter(rule -> rule.to() == to).toList();
    }

    private static void revoke(
            Ec2Region region, Wall.Ids ids, Members to, Collection<FirewallRule> rules)
            throws InterruptedException {
        if (rules.isEmpty()) {
            return;
        }
        List<IpPermission> gone = rules.stream().map(each -> Rules.permission(each, ids)).toList();
        try {
            region.call(
                    "RevokeSecurityGroupIngress",
                    ec2 ->
                            ec2.revokeSecurityGroupIngress(
                                    each -> each.groupId(ids.of(to)).ipPermissions(gone)));
        } catch (BeltException.NotFound _) {
            // gone already: a repeated call
        }
    }

    /// The cluster's own groups, by VPC.
    List<Wall> own(Ec2Region region) throws InterruptedException {
        var all = new LinkedHashMap<String, SecurityGroup>();
        var managers = new LinkedHashMap<String, SecurityGroup>();
        for (SecurityGroup each : tagged(region)) {
            boolean theirs = each.groupName().equals(name(Members.MANAGERS));
            (theirs ? managers : all).putIfAbsent(each.vpcId(), each);
        }
        return all.entrySet().stream()
                .map(each -> new Wall(each.getValue(), managers.get(each.getKey())))
                .toList();
    }

    /// The same, with the managers' groups made where they are missing.
    List<Wall> complete(Ec2Region region) throws InterruptedException {
        var walls = new ArrayList<Wall>();
        for (Wall each : own(region)) {
            walls.add(
                    new Wall(each.all(), made(region, each.all().vpcId(), name(Members.MANAGERS))));
        }
        return walls;
    }

    private List<SecurityGroup> tagged(Ec2Region region) throws InterruptedException {
        return describe(region, Images.filter("tag:" + Tags.CLUSTER, context.cluster()));
    }

    private static Optional<SecurityGroup> find(Ec2Region region, String vpc, String name)
            throws InterruptedException {
        return describe(region, Images.filter("vpc-id", vpc), Images.filter("group-name", name))
                .stream()
                .findFirst();
    }

    private static Optional<SecurityGroup> find(Ec2Region region, String id)
            throws InterruptedException {
        return describe(region, Images.filter("group-id", id)).stream().findFirst();
    }

    private static List<SecurityGroup> describe(Ec2Region region, Filter... filters)
            throws InterruptedException {
        return region.call(
                        "DescribeSecurityGroups",
                        ec2 -> ec2.describeSecurityGroups(each -> each.filters(filters)))
                .securityGroups();
    }

    /// Removes the cluster's own groups, once the last instance has let go of them.
    void forget(Ec2Region region) throws InterruptedException {
        // a group that another one's rules name cannot go before that one
        List<SecurityGroup> groups = new ArrayList<>(tagged(region));
        groups.sort(Comparator.comparing(each -> !each.groupName().equals(name(Members.MANAGERS))));
        for (SecurityGroup group : groups) {
            Instant until = context.around().clock().instant().plus(LET_GO);
            while (!delete(region, group.groupId(), until)) {
                context.around()
                        .waiting()
                        .pause(PAUSE, "instances to let go of " + group.groupName());
            }
        }
    }

    private boolean delete(Ec2Region region, String id, Instant until) throws InterruptedException {
        try {
            region.call(
                    "DeleteSecurityGroup",
                    ec2 -> ec2.deleteSecurityGroup(each -> each.groupId(id)));
            return true;
        } catch (BeltException.NotFound _) {
            return true;
        } catch (BeltException.Conflict e) {
            if (context.around().clock().instant().isAfter(until)) {
                throw e;
            }
            return false;
        }
    }
}
