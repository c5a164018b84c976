package belt.provider.aws.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A region's VPCs, subnets, security groups and addresses. Guarded by its region's lock.
final class FakeNetwork {
    record Vpc(String id, String cidr, boolean byDefault) {}

    record Subnet(String id, String vpc, String zone, String cidr, boolean publicIp) {}

    /// One rule, as sent and as told: protocol, ports, one source, its description.
    ///
    /// @param kind `ipRanges`, `ipv6Ranges` or `groups`
    record Rule(String protocol, int from, int to, String kind, String source, String description) {
        boolean same(Rule that) {
            return protocol.equals(that.protocol)
                    && from == that.from
                    && to == that.to
                    && kind.equals(that.kind)
                    && source.equals(that.source);
        }
    }

    static final class Group {
        final String id;
        final String name;
        final String description;
        final String vpc;
        final Map<String, String> tags = new TreeMap<>();
        final List<Rule> rules = new ArrayList<>();

        Group(String id, String name, String description, String vpc) {
            this.id = id;
            this.name = name;
            this.description = description;
            this.vpc = vpc;
        }
    }

    final Map<String, Vpc> vpcs = new LinkedHashMap<>();
    final Map<String, Subnet> subnets = new LinkedHashMap<>();
    final Map<String, Group> groups = new LinkedHashMap<>();
    private int addresses;
    private int publicAddresses;

    private final String region;
    private final List<String> zones;

    FakeNetwork(String region, List<String> zones) {
        this.region = region;
        this.zones = zones;
        makeDefault();
    }

    /// Makes the default VPC with a subnet in each zone and its default group.
    Vpc makeDefault() {
        String id = "vpc-" + region;
        var vpc = new Vpc(id, "172.31.0.0/16", true);
        vpcs.put(id, vpc);
        int n = 0;
        for (String zone : zones) {
            String cidr = "172.31." + 16 * n++ + ".0/20";
            subnets.put("subnet-" + zone, new Subnet("subnet-" + zone, id, zone, cidr, true));
        }
        String group = "sg-default-" + region;
        groups.put(group, new Group(group, "default", "default VPC security group", id));
        return vpc;
    }

    void removeDefault() {
        vpcs.clear();
        subnets.clear();
        groups.clear();
    }

    String privateAddress() {
        addresses++;
        return "172.31." + (addresses >> 8) + "." + (addresses & 255);
    }

    /// One of the loopback's: whoever calls it reaches nobody outside.
    String publicAddress() {
        publicAddresses++;
        return "127.3." + (publicAddresses >> 8 & 255) + "." + (publicAddresses & 255);
    }

    String groupName(String id) {
        return Optional.ofNullable(groups.get(id)).map(group -> group.name).orElse(id);
    }

    Group requireGroup(String id) {
        Group group = groups.get(id);
        if (group == null) {
            throw Ec2Error.INVALID_GROUP.because("The security group '" + id + "' does not exist");
        }
        return group;
    }

    Subnet requireSubnet(String id) {
        Subnet subnet = subnets.get(id);
        if (subnet == null) {
            throw Ec2Error.INVALID_SUBNET.because("The subnet ID '" + id + "' does not exist");
        }
        return subnet;
    }
}
