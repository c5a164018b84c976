package belt.provider.aws.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Calls that read what there is to choose from, and the one that makes the default VPC.
final class CatalogueActions {
    private CatalogueActions() {}

    static FakeRegion.Image requireImage(FakeRegion region, String id) {
        if (!id.matches("ami-[0-9a-f]{8,17}")) {
            throw Ec2Error.INVALID_AMI_MALFORMED.because("Invalid id: \"" + id + "\"");
        }
        FakeRegion.Image image = region.images.get(id);
        if (image == null) {
            throw Ec2Error.INVALID_AMI.because("The image id '[" + id + "]' does not exist");
        }
        return image;
    }

    static void images(Call call) {
        List<String> ids = call.query().list("ImageId");
        ids.forEach(id -> requireImage(call.region(), id));
        List<String> owners = call.query().list("Owner");
        Filters filters = Filters.of(call.query());
        List<FakeRegion.Image> found =
                call.region().images.values().stream()
                        .filter(each -> ids.isEmpty() || ids.contains(each.id()))
                        .filter(each -> owners.isEmpty() || owners.contains(each.owner()))
                        .filter(each -> filters.pass(Map.of(), name -> attribute(each, name)))
                        .toList();
        Xml xml = call.xml();
        xml.items(
                "imagesSet",
                found,
                each ->
                        xml.text("imageId", each.id())
                                .text("imageState", "available")
                                .text("imageOwnerId", each.owner())
                                .text("isPublic", true)
                                .text("architecture", each.architecture())
                                .text("name", each.name())
                                .text("description", "Canonical, Ubuntu")
                                .text("rootDeviceType", "ebs")
                                .text("rootDeviceName", "/dev/sda1")
                                .text("virtualizationType", "hvm")
                                .text("creationDate", each.created()));
    }

    private static Collection<String> attribute(FakeRegion.Image image, String filter) {
        return switch (filter) {
            case "name" -> List.of(image.name());
            case "architecture" -> List.of(image.architecture());
            case "state" -> List.of("available");
            case "root-device-type" -> List.of("ebs");
            case "virtualization-type" -> List.of("hvm");
            case "owner-id" -> List.of(image.owner());
            default -> throw Filters.unknown(filter);
        };
    }

    static void types(Call call) {
        List<String> names = call.query().list("InstanceType");
        for (String name : names) {
            if (!FakeAccount.TYPES.containsKey(name)) {
                throw Ec2Error.INVALID_INSTANCE_TYPE.because(
                        "The following supplied instance types do not exist: [" + name + "]");
            }
        }
        Filters filters = Filters.of(call.query());
        List<FakeRegion.Type> found =
                FakeAccount.TYPES.values().stream()
                        .filter(each -> names.isEmpty() || names.contains(each.name()))
                        .filter(each ->
                                filters.pass(
                                        Map.of(),
                                        filter ->
                                                switch (filter) {
                                                    case "instance-type" -> List.of(each.name());
                                                    case "current-generation" ->
                                                            List.of("" + each.current());
                                                    default -> throw Filters.unknown(filter);
                                                }))
                        .toList();
        Page<FakeRegion.Type> page = Page.of(call.query(), found, 100);
        Xml xml = call.xml();
        xml.text("nextToken", page.next())
                .items(
                        "instanceTypeSet",
                        page.items(),
                        each -> {
                            xml.text("instanceType", each.name())
                                    .text("currentGeneration", each.current());
                            xml.in("vCpuInfo", () -> xml.text("defaultVCpus", each.vcpus()));
                            xml.in("memoryInfo", () -> xml.text("sizeInMiB", each.memoryMib()));
                            xml.in(
                                    "processorInfo",
                                    () ->
                                            xml.in(
                                                    "supportedArchitectures",
                                                    () -> xml.text("item", each.architecture())));
                        });
    }

    static void regions(Call call) {
        List<String> names = call.query().list("RegionName");
        List<String> known = new ArrayList<>(call.account().regions().keySet());
        for (String name : names) {
            if (!known.contains(name)) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("Invalid region: '" + name + "'");
            }
        }
        Xml xml = call.xml();
        xml.items(
                "regionInfo",
                known.stream().filter(each -> names.isEmpty() || names.contains(each)).toList(),
                each ->
                        xml.text("regionName", each)
                                .text("regionEndpoint", "ec2." + each + ".amazonaws.com")
                                .text("optInStatus", "opt-in-not-required"));
    }

    static void zones(Call call) {
        Xml xml = call.xml();
        xml.items(
                "availabilityZoneInfo",
                call.region().zones,
                each ->
                        xml.text("zoneName", each)
                                .text("zoneId", "z" + each.charAt(each.length() - 1))
                                .text("zoneState", "available")
                                .text("zoneType", "availability-zone")
                                .text("regionName", call.region().name));
    }

    static void vpcs(Call call) {
        List<String> ids = call.query().list("VpcId");
        for (String id : ids) {
            if (!call.region().network.vpcs.containsKey(id)) {
                throw Ec2Error.INVALID_VPC.because("The vpc ID '" + id + "' does not exist");
            }
        }
        Filters filters = Filters.of(call.query());
        List<FakeNetwork.Vpc> found =
                call.region().network.vpcs.values().stream()
                        .filter(each -> ids.isEmpty() || ids.contains(each.id()))
                        .filter(each ->
                                filters.pass(
                                        Map.of(),
                                        name ->
                                                Filters.only(
                                                        name, "is-default", "" + each.byDefault())))
                        .toList();
        Page<FakeNetwork.Vpc> page = Page.of(call.query(), found, 1000);
        Xml xml = call.xml();
        xml.text("nextToken", page.next())
                .items(
                        "vpcSet",
                        page.items(),
                        each ->
                                xml.text("vpcId", each.id())
                                        .text("state", "available")
                                        .text("cidrBlock", each.cidr())
                                        .text("isDefault", each.byDefault()));
    }

    static void createDefaultVpc(Call call) {
        FakeNetwork network = call.region().network;
        if (network.vpcs.values().stream().anyMatch(FakeNetwork.Vpc::byDefault)) {
            throw Ec2Error.DEFAULT_VPC_EXISTS.because(
                    "A Default VPC already exists for this account in this region.");
        }
        call.endIfDry();
        FakeNetwork.Vpc vpc = network.makeDefault();
        Xml xml = call.xml();
        xml.in(
                "vpc",
                () ->
                        xml.text("vpcId", vpc.id())
                                .text("state", "pending")
                                .text("cidrBlock", vpc.cidr())
                                .text("isDefault", true));
    }

    static void subnets(Call call) {
        List<String> ids = call.query().list("SubnetId");
        ids.forEach(call.region().network::requireSubnet);
        Filters filters = Filters.of(call.query());
        List<FakeNetwork.Subnet> found =
                call.region().network.subnets.values().stream()
                        .filter(each -> ids.isEmpty() || ids.contains(each.id()))
                        .filter(each -> filters.pass(Map.of(), name -> attribute(each, name)))
                        .toList();
        Page<FakeNetwork.Subnet> page = Page.of(call.query(), found, 1000);
        Xml xml = call.xml();
        xml.text("nextToken", page.next())
                .items(
                        "subnetSet",
                        page.items(),
                        each ->
                                xml.text("subnetId", each.id())
                                        .text("vpcId", each.vpc())
                                        .text("state", "available")
                                        .text("cidrBlock", each.cidr())
                                        .text("availabilityZone", each.zone())
                                        .text("availableIpAddressCount", 4091)
                                        .text("defaultForAz", true)
                                        .text("mapPublicIpOnLaunch", each.publicIp()));
    }

    private static Collection<String> attribute(FakeNetwork.Subnet subnet, String filter) {
        return switch (filter) {
            case "vpc-id" -> List.of(subnet.vpc());
            case "availability-zone" -> List.of(subnet.zone());
            case "default-for-az" -> List.of("true");
            default -> throw Filters.unknown(filter);
        };
    }

    static void accountAttributes(Call call) {
        Map<String, String> all =
                Map.of(
                        "supported-platforms", "VPC",
                        "default-vpc", "vpc-" + call.region().name,
                        "max-instances", "20");
        List<String> names = call.query().list("AttributeName");
        Xml xml = call.xml();
        xml.items(
                "accountAttributeSet",
                all.entrySet().stream()
                        .filter(each -> names.isEmpty() || names.contains(each.getKey()))
                        .toList(),
                each ->
                        xml.text("attributeName", each.getKey())
                                .items(
                                        "attributeValueSet",
                                        List.of(each.getValue()),
                                        value -> xml.text("attributeValue", value)));
    }

    static void spotPrices(Call call) {
        List<String> types = call.query().list("InstanceType");
        var rows = new ArrayList<String[]>();
        for (String zone : call.region().zones) {
            for (FakeRegion.Type type : FakeAccount.TYPES.values()) {
                if (types.isEmpty() || types.contains(type.name())) {
                    double price = 0.004 * type.vcpus() + (zone.endsWith("a") ? 0.0003 : 0.0001);
                    rows.add(new String[] {type.name(), zone, "%.6f".formatted(price)});
                }
            }
        }
        Page<String[]> page = Page.of(call.query(), rows, 1000);
        Xml xml = call.xml();
        xml.text("nextToken", page.next())
                .items(
                        "spotPriceHistorySet",
                        page.items(),
                        row ->
                                xml.text("instanceType", row[0])
                                        .text("productDescription", "Linux/UNIX")
                                        .text("spotPrice", row[2])
                                        .text("timestamp", call.now())
                                        .text("availabilityZone", row[1]));
    }
}
