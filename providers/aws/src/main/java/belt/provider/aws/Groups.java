package belt.provider.aws;

import belt.core.BeltException;
import belt.provider.FirewallRule;
import belt.provider.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

/// The cluster's security groups, one a region and VPC, or the operator's own.
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
        List<String> names = settings.groups().isEmpty() ? List.of(ownName()) : settings.groups();
        var ids = new ArrayList<String>();
        for (String name : names) {
            Optional<SecurityGroup> found = find(region, vpc, name);
            ids.add(found.isPresent() ? complete(region, found.get()) : make(region, vpc, name));
        }
        return ids;
    }

    private String ownName() {
        return "belt-" + context.cluster();
    }

    /// A group that is there: ours stays as `belt firewall` left it, the operator's gets the rules that it lacks, unless
    /// it is read-only.
    private String complete(Ec2Region region, SecurityGroup group) throws InterruptedException {
        boolean unfinished = group.ipPermissions().isEmpty();
        boolean leave =
                isOurs(group) ? !unfinished : settings.options().has("security-group-readonly");
        if (!leave) {
            authorize(region, group.groupId(), missing(Rules.initial(settings), Rules.of(group)));
        }
        return group.groupId();
    }

    private boolean isOurs(SecurityGroup group) {
        return context.cluster().equals(Tags.read(group.tags()).get(Tags.CLUSTER));
    }

    private String make(Ec2Region region, String vpc, String name) throws InterruptedException {
        String id;
        try {
            id =
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
                                                                            Map.of(
                                                                                    Tags.CLUSTER,
                                                                                    context
                                                                                            .cluster())))))
                            .groupId();
        } catch (BeltException.InvalidInput e) {
            // made by a call whose reply was lost, or by somebody else just now
            SecurityGroup there = find(region, vpc, name).orElseThrow(() -> e);
            return complete(region, there);
        }
        authorize(region, id, Rules.initial(settings));
        return id;
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

    private static void authorize(Ec2Region region, String id, Collection<FirewallRule> rules)
            throws InterruptedException {
        List<IpPermission> permissions =
                distinct(rules).stream().map(each -> Rules.permission(each, id)).toList();
        if (permissions.isEmpty()) {
            return;
        }
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
                        .map(each -> keys(Rules.of(each)))
                        .orElse(Set.of())
                        .containsAll(keys(rules))) {
                    return;
                }
                throw e;
            }
            for (FirewallRule rule : rules) {
                authorize(region, id, List.of(rule));
            }
        }
    }

    private static Collection<FirewallRule> distinct(Collection<FirewallRule> rules) {
        var distinct = new LinkedHashMap<FirewallRule, FirewallRule>();
        rules.forEach(each -> distinct.putIfAbsent(Rules.key(each), each));
        return distinct.values();
    }

    /// Adds and removes rules of a group of ours.
    void change(
            Ec2Region region,
            SecurityGroup group,
            Collection<FirewallRule> add,
            Collection<FirewallRule> remove)
            throws InterruptedException {
        Set<FirewallRule> there = Rules.of(group);
        authorize(region, group.groupId(), missing(add, there));
        Set<FirewallRule> unwanted = keys(remove);
        List<IpPermission> gone =
                there.stream()
                        .filter(each -> unwanted.contains(Rules.key(each)))
                        .map(each -> Rules.permission(each, group.groupId()))
                        .toList();
        if (!gone.isEmpty()) {
            try {
                region.call(
                        "RevokeSecurityGroupIngress",
                        ec2 ->
                                ec2.revokeSecurityGroupIngress(
                                        each -> each.groupId(group.groupId()).ipPermissions(gone)));
            } catch (BeltException.NotFound _) {
                // gone already: a repeated call
            }
        }
    }

    /// The cluster's own groups.
    List<SecurityGroup> own(Ec2Region region) throws InterruptedException {
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
        for (SecurityGroup group : own(region)) {
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
