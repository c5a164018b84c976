package belt.provider.aws;

import belt.provider.Machine;
import belt.provider.ProviderContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// Which instances have the managers' security group beside the one that all have.
record Managers(ProviderContext context, Groups groups, Instances instances) {
    /// The ids of those that have it.
    Set<String> ids(List<Ec2Region> regions) throws InterruptedException {
        var ids = new LinkedHashSet<String>();
        for (Ec2Region region : regions) {
            for (Wall wall : groups.own(region)) {
                ids.addAll(having(region, wall.managers()).keySet());
            }
        }
        return ids;
    }

    /// Gives it to these and takes it from all others of the cluster.
    void set(List<Ec2Region> regions, Collection<Machine> machines) throws InterruptedException {
        for (Ec2Region region : regions) {
            List<Wall> walls = groups.own(region);
            List<String> wanted =
                    machines.stream()
                            .filter(each -> each.region().equals(region.name()))
                            .map(Machine::id)
                            .toList();
            var found = instances.byId(region, wanted);
            for (Wall wall : walls) {
                if (wall.managers() != null) {
                    found.putAll(having(region, wall.managers()));
                }
            }
            for (Instance each : found.values()) {
                if (Instances.isOf(each, context.cluster()) && !Instances.isGone(each)) {
                    set(region, walls, each, wanted.contains(each.instanceId()));
                }
            }
        }
    }

    private Map<String, Instance> having(Ec2Region region, @Nullable SecurityGroup group)
            throws InterruptedException {
        return group == null
                ? Map.of()
                : instances.found(
                        region,
                        Images.filter("instance.group-id", group.groupId()),
                        Images.filter("tag:" + Tags.CLUSTER, context.cluster()));
    }

    /// A call replaces all groups of an instance: those that are not ours stay in the list.
    private static void set(Ec2Region region, List<Wall> walls, Instance instance, boolean manager)
            throws InterruptedException {
        Set<String> now =
                instance.securityGroups().stream()
                        .map(GroupIdentifier::groupId)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        var next = new HashSet<>(now);
        for (Wall wall : walls) {
            SecurityGroup theirs = wall.managers();
            if (theirs != null && Objects.equals(theirs.vpcId(), instance.vpcId())) {
                if (manager) {
                    next.add(theirs.groupId());
                } else {
                    next.remove(theirs.groupId());
                }
            }
        }
        if (!next.equals(now) && !next.isEmpty()) {
            region.call(
                    "ModifyInstanceAttribute",
                    ec2 ->
                            ec2.modifyInstanceAttribute(call ->
                                    call.instanceId(instance.instanceId())
                                            .groups(new ArrayList<>(next))));
        }
    }
}
