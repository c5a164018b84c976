package belt.provider.aws;

import belt.core.BeltException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/// Finds where instances go: the VPC, and the subnets in the zones asked for.
final class Network {
    /// A place for instances.
    record Place(String vpc, String subnet, String zone) {
        /// In a VPC that is yet to be made.
        static final Place UNMADE = new Place("", "", "");

        /// For a spec.
        Map<String, String> resolved() {
            return Map.of("vpc", vpc, "subnet", subnet, "zone", zone);
        }
    }

    private static final int LOOKS = 15;

    private final AwsSettings settings;

    Network(AwsSettings settings) {
        this.settings = settings;
    }

    /// The places to use in turn; none where the default VPC is yet to be made ({@link #make}).
    ///
    /// @throws BeltException.InvalidInput if the VPC, a subnet or a zone does not exist there
    List<Place> places(Ec2Region region) throws InterruptedException {
        Optional<String> subnet = settings.options().find("subnet-id");
        if (subnet.isPresent()) {
            return List.of(ofSubnet(region, subnet.get()));
        }
        Optional<String> vpc = vpc(region);
        return vpc.isPresent() ? inVpc(region, vpc.get()) : List.of();
    }

    /// Makes the default VPC with a subnet in each zone, unless somebody did so meanwhile, and returns its places.
    List<Place> make(Ec2Region region) throws InterruptedException {
        try {
            region.call("CreateDefaultVpc", ec2 -> ec2.createDefaultVpc(_ -> {}));
        } catch (BeltException.InvalidInput e) {
            // there is one now: another belt, or a call of ours whose reply was lost
            if (vpc(region).isEmpty()) {
                throw e;
            }
        }
        for (int looks = 1; ; looks++) {
            try {
                return inVpc(region, vpc(region).orElse(""));
            } catch (BeltException.InvalidInput e) {
                if (looks == LOOKS) {
                    throw e;
                }
                region.pace().settle("the default VPC's subnets");
            }
        }
    }

    private List<Place> inVpc(Ec2Region region, String vpc) throws InterruptedException {
        List<Place> all =
                region
                        .call(
                                "DescribeSubnets",
                                ec2 ->
                                        ec2.describeSubnets(
                                                each -> each.filters(Images.filter("vpc-id", vpc))))
                        .subnets()
                        .stream()
                        .sorted(
                                Comparator.comparing((Subnet each) ->
                                                !Boolean.TRUE.equals(each.defaultForAz()))
                                        .thenComparing(Subnet::availabilityZone))
                        .map(Network::place)
                        .toList();
        if (all.isEmpty()) {
            throw wrong(
                    "VPC " + vpc + " in " + region.name() + " has no subnet",
                    "make one, or choose another VPC");
        }
        if (settings.zones().isEmpty()) {
            return List.of(all.getFirst());
        }
        var places = new ArrayList<Place>();
        for (String zone : settings.zones()) {
            String name = zone.length() == 1 ? region.name() + zone : zone;
            places.add(
                    all.stream()
                            .filter(each -> each.zone().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    wrong(
                                            "VPC " + vpc + " has no subnet in zone " + name,
                                            "it has subnets in "
                                                    + String.join(
                                                            ", ",
                                                            all.stream()
                                                                    .map(Place::zone)
                                                                    .distinct()
                                                                    .toList()))));
        }
        return places;
    }

    private Place ofSubnet(Ec2Region region, String id) throws InterruptedException {
        try {
            Place place =
                    place(
                            region.call(
                                            "DescribeSubnets",
                                            ec2 -> ec2.describeSubnets(each -> each.subnetIds(id)))
                                    .subnets()
                                    .getFirst());
            Optional<String> vpc = settings.options().find("vpc-id");
            if (vpc.isPresent() && !vpc.get().equals(place.vpc())) {
                throw wrong(
                        "subnet " + id + " is not in VPC " + vpc.get(), "it is in " + place.vpc());
            }
            return place;
        } catch (BeltException.NotFound e) {
            throw wrong("EC2 in " + region.name() + " has no subnet " + id, e.detail().orElse(""));
        }
    }

    private Optional<String> vpc(Ec2Region region) throws InterruptedException {
        Optional<String> asked = settings.options().find("vpc-id");
        List<Vpc> found;
        try {
            found =
                    region.call(
                                    "DescribeVpcs",
                                    ec2 ->
                                            ec2.describeVpcs(each -> {
                                                if (asked.isPresent()) {
                                                    each.vpcIds(asked.get());
                                                } else {
                                                    each.filters(
                                                            Images.filter("is-default", "true"));
                                                }
                                            }))
                            .vpcs();
        } catch (BeltException.NotFound e) {
            throw wrong(
                    "EC2 in " + region.name() + " has no VPC " + asked.orElse(""),
                    e.detail().orElse(""));
        }
        if (found.isEmpty() && !settings.options().has("make-default-vpc")) {
            throw wrong(
                    "the account has no default VPC in " + region.name(),
                    "name one with vpc-id or subnet-id, or have it made with make-default-vpc=true");
        }
        return found.stream().findFirst().map(Vpc::vpcId);
    }

    private static Place place(Subnet subnet) {
        return new Place(subnet.vpcId(), subnet.subnetId(), subnet.availabilityZone());
    }

    private static BeltException wrong(String what, String detail) {
        return new BeltException.InvalidInput(AwsProblem.NETWORK, what).withDetail(detail);
    }
}
