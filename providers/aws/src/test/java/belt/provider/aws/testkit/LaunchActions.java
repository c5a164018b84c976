package belt.provider.aws.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// RunInstances.
final class LaunchActions {
    private LaunchActions() {}

    static void run(Call call) {
        Ec2Query query = call.query();
        FakeRegion region = call.region();
        Optional<String> token = query.find("ClientToken").filter(each -> !each.isEmpty());
        if (token.isPresent()) {
            if (token.get().length() > 64) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Client token exceeds 64 characters");
            }
            FakeRegion.Launched before = region.tokens.get(token.get());
            if (before != null) {
                if (!before.fingerprint().equals(fingerprint(query))) {
                    throw Ec2Error.IDEMPOTENT_PARAMETER_MISMATCH.because(
                            "The client token you have provided is associated with a resource that"
                                    + " has different parameters");
                }
                answer(call, before.instances());
                return;
            }
        }
        FakeNetwork.Subnet subnet = check(call);
        int count = count(query);
        call.endIfDry(); // a dry run looks at rights and parameters, not at quotas
        checkQuota(call, count);
        if (call.faults().limited()) {
            call.account().limits().takeResources(region.name, "RunInstances", count, call.now());
        }
        call.faults().occupy(subnet.zone(), count);
        List<FakeInstance> made = launch(call, subnet, count);
        token.ifPresent(
                each -> region.tokens.put(each, new FakeRegion.Launched(fingerprint(query), made)));
        answer(call, made);
    }

    private static String fingerprint(Ec2Query query) {
        var parameters = new TreeMap<>(query.parameters());
        parameters.remove("DryRun");
        return parameters.toString();
    }

    private static int count(Ec2Query query) {
        int least = query.number("MinCount", 0);
        int most = query.number("MaxCount", 0);
        if (least < 1 || most < least) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + least + ", " + most + ") for minCount, maxCount is invalid");
        }
        return most;
    }

    private static FakeNetwork.Subnet check(Call call) {
        Ec2Query query = call.query();
        FakeRegion region = call.region();
        String image = query.require("ImageId");
        CatalogueActions.requireImage(region, image);
        String type = query.find("InstanceType").orElse("m1.small");
        if (!FakeAccount.TYPES.containsKey(type)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Invalid value '" + type + "' for InstanceType.");
        }
        query.find("KeyName")
                .filter(name -> !region.keys.containsKey(name))
                .ifPresent(name -> {
                    throw Ec2Error.INVALID_KEY_PAIR.because(
                            "The key pair '" + name + "' does not exist");
                });
        List<Ec2Query> interfaces = query.items("NetworkInterface");
        boolean atTop =
                query.find("SubnetId").isPresent() || !query.list("SecurityGroupId").isEmpty();
        if (!interfaces.isEmpty() && atTop) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "Network interfaces and an instance-level subnet ID or security groups may not"
                            + " be specified on the same request");
        }
        groups(query).forEach(region.network::requireGroup);
        Optional<String> subnet =
                interfaces.isEmpty()
                        ? query.find("SubnetId")
                        : interfaces.getFirst().find("SubnetId");
        if (subnet.isPresent()) {
            return region.network.requireSubnet(subnet.get());
        }
        String zone = query.find("Placement.AvailabilityZone").orElse(region.zones.getFirst());
        return region.network.subnets.values().stream()
                .filter(each -> each.zone().equals(zone))
                .findFirst()
                .orElseThrow(() ->
                        Ec2Error.INVALID_PARAMETER_VALUE.because(
                                "Invalid availability zone: [" + zone + "]"));
    }

    private static void checkQuota(Call call, int count) {
        String type = call.query().find("InstanceType").orElse("m1.small");
        long running =
                call.region().instances.values().stream()
                        .filter(FakeInstance::live)
                        .mapToLong(each -> vcpus(each.type))
                        .sum();
        if (running + (long) count * vcpus(type) > call.faults().vcpus()) {
            throw Ec2Error.VCPU_LIMIT_EXCEEDED.because(
                    "You have requested more vCPU capacity than your current vCPU limit of "
                            + call.faults().vcpus()
                            + " allows for the instance bucket that the specified instance type"
                            + " belongs to.");
        }
    }

    private static int vcpus(String type) {
        FakeRegion.Type known = FakeAccount.TYPES.get(type);
        return known == null ? 1 : known.vcpus();
    }

    private static List<String> groups(Ec2Query query) {
        List<Ec2Query> interfaces = query.items("NetworkInterface");
        return interfaces.isEmpty()
                ? query.list("SecurityGroupId")
                : interfaces.getFirst().list("SecurityGroupId");
    }

    private static List<FakeInstance> launch(Call call, FakeNetwork.Subnet subnet, int count) {
        Ec2Query query = call.query();
        FakeRegion region = call.region();
        String reservation = region.id("r");
        Map<String, String> tags = query.tagsFor("instance");
        List<String> groups = groups(query);
        boolean publicIp =
                query.items("NetworkInterface").stream()
                        .findFirst()
                        .flatMap(each -> each.find("AssociatePublicIpAddress"))
                        .map(Boolean::parseBoolean)
                        .orElse(subnet.publicIp());
        boolean ipv6 =
                query.items("NetworkInterface").stream()
                        .anyMatch(each -> each.number("Ipv6AddressCount", 0) > 0);
        var made = new ArrayList<FakeInstance>();
        for (int i = 0; i < count; i++) {
            String id = region.id("i");
            var launch =
                    new FakeInstance.Launch(
                            id,
                            reservation,
                            i,
                            query,
                            subnet,
                            region.network.privateAddress(),
                            publicIp,
                            ipv6 ? "2600:1f18::" + Integer.toHexString(made.size() + 1) : null);
            var instance =
                    new FakeInstance(
                            launch,
                            query.find("InstanceType").orElse("m1.small"),
                            call.now(),
                            call.faults().delays());
            instance.tags.putAll(tags);
            instance.groups.addAll(
                    groups.isEmpty() ? List.of("sg-default-" + region.name) : groups);
            region.instances.put(id, instance);
            made.add(instance);
        }
        return made;
    }

    private static void answer(Call call, List<FakeInstance> instances) {
        call.xml()
                .text("reservationId", instances.getFirst().launch.reservation())
                .text("ownerId", FakeAccount.ID)
                .items(
                        "instancesSet",
                        instances,
                        each -> each.write(call.xml(), call.region().network));
    }
}
