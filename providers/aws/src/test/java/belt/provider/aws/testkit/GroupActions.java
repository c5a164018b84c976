package belt.provider.aws.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls on security groups.
final class GroupActions {
    private GroupActions() {}

    static void create(Call call) {
        FakeNetwork network = call.region().network;
        String name = call.query().require("GroupName");
        String vpc =
                call.query().find("VpcId").orElseGet(() -> network.vpcs.keySet().iterator().next());
        if (!network.vpcs.containsKey(vpc)) {
            throw Ec2Error.INVALID_VPC.because("The vpc ID '" + vpc + "' does not exist");
        }
        if (network.groups.values().stream()
                .anyMatch(each -> each.name.equals(name) && each.vpc.equals(vpc))) {
            throw Ec2Error.INVALID_GROUP_DUPLICATE.because(
                    "The security group '" + name + "' already exists for VPC '" + vpc + "'");
        }
        call.endIfDry();
        var group =
                new FakeNetwork.Group(
                        call.region().id("sg"),
                        name,
                        call.query().require("GroupDescription"),
                        vpc);
        group.tags.putAll(call.query().tagsFor("security-group"));
        network.groups.put(group.id, group);
        call.xml().text("groupId", group.id);
        tags(call.xml(), group);
    }

    private static void tags(Xml xml, FakeNetwork.Group group) {
        xml.items(
                "tagSet",
                group.tags.entrySet(),
                tag -> xml.text("key", tag.getKey()).text("value", tag.getValue()));
    }

    static void describe(Call call) {
        List<String> ids = call.query().list("GroupId");
        ids.forEach(call.region().network::requireGroup);
        Filters filters = Filters.of(call.query());
        List<FakeNetwork.Group> found =
                call.region().network.groups.values().stream()
                        .filter(each -> ids.isEmpty() || ids.contains(each.id))
                        .filter(each -> filters.pass(each.tags, name -> attribute(each, name)))
                        .toList();
        Page<FakeNetwork.Group> page = Page.of(call.query(), found, 1000);
        Xml xml = call.xml();
        xml.text("nextToken", page.next())
                .items("securityGroupInfo", page.items(), each -> write(xml, each));
    }

    private static List<String> attribute(FakeNetwork.Group group, String filter) {
        return switch (filter) {
            case "group-name" -> List.of(group.name);
            case "vpc-id" -> List.of(group.vpc);
            case "group-id" -> List.of(group.id);
            default -> throw Filters.unknown(filter);
        };
    }

    private static void write(Xml xml, FakeNetwork.Group group) {
        xml.text("ownerId", FakeAccount.ID)
                .text("groupId", group.id)
                .text("groupName", group.name)
                .text("groupDescription", group.description)
                .text("vpcId", group.vpc);
        xml.items(
                "ipPermissions",
                group.rules,
                rule -> {
                    xml.text("ipProtocol", rule.protocol())
                            .text("fromPort", rule.from() < 0 ? null : rule.from())
                            .text("toPort", rule.to() < 0 ? null : rule.to());
                    String source =
                            switch (rule.kind()) {
                                case "groups" -> "groupId";
                                case "ipv6Ranges" -> "cidrIpv6";
                                default -> "cidrIp";
                            };
                    xml.items(
                            rule.kind(),
                            List.of(rule),
                            one ->
                                    xml.text(source, one.source())
                                            .text(
                                                    "description",
                                                    one.description().isEmpty()
                                                            ? null
                                                            : one.description()));
                });
        tags(xml, group);
    }

    static void authorize(Call call) {
        FakeNetwork.Group group =
                call.region().network.requireGroup(call.query().require("GroupId"));
        List<FakeNetwork.Rule> rules = rules(call);
        for (FakeNetwork.Rule rule : rules) {
            if (group.rules.stream().anyMatch(rule::same)) {
                throw Ec2Error.INVALID_PERMISSION_DUPLICATE.because(
                        "the specified rule \"peer: " + rule.source() + "\" already exists");
            }
        }
        call.endIfDry();
        group.rules.addAll(rules);
        call.done();
    }

    static void revoke(Call call) {
        FakeNetwork.Group group =
                call.region().network.requireGroup(call.query().require("GroupId"));
        List<FakeNetwork.Rule> rules = rules(call);
        for (FakeNetwork.Rule rule : rules) {
            if (group.rules.stream().noneMatch(rule::same)) {
                throw Ec2Error.INVALID_PERMISSION.because(
                        "The specified rule does not exist in this security group.");
            }
        }
        call.endIfDry();
        group.rules.removeIf(each -> rules.stream().anyMatch(each::same));
        call.done();
    }

    private static List<FakeNetwork.Rule> rules(Call call) {
        var rules = new ArrayList<FakeNetwork.Rule>();
        Map<String, String> kinds =
                Map.of("IpRanges", "CidrIp", "Ipv6Ranges", "CidrIpv6", "Groups", "GroupId");
        for (Ec2Query permission : call.query().items("IpPermissions")) {
            kinds.forEach((list, source) -> {
                for (Ec2Query one : permission.items(list)) {
                    if (list.equals("Groups")) {
                        call.region().network.requireGroup(one.require(source));
                    }
                    rules.add(
                            new FakeNetwork.Rule(
                                    permission.require("IpProtocol"),
                                    permission.number("FromPort", -1),
                                    permission.number("ToPort", -1),
                                    Character.toLowerCase(list.charAt(0)) + list.substring(1),
                                    one.require(source),
                                    one.find("Description").orElse("")));
                }
            });
        }
        if (rules.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("no rule names a source");
        }
        return rules;
    }

    /// A group's rules in words, groups by their names.
    static List<String> words(FakeNetwork network, String name) {
        return network.groups.values().stream()
                .filter(each -> each.name.equals(name))
                .flatMap(each -> each.rules.stream())
                .map(rule ->
                        rule.protocol()
                                + (rule.from() < 0 ? "" : " " + rule.from())
                                + (rule.to() == rule.from() ? "" : "-" + rule.to())
                                + " from "
                                + network.groupName(rule.source()))
                .toList();
    }

    static void delete(Call call) {
        FakeNetwork.Group group =
                call.region().network.requireGroup(call.query().require("GroupId"));
        Optional<FakeInstance> user =
                call.region().instances.values().stream()
                        .filter(each -> each.state != FakeInstance.State.TERMINATED)
                        .filter(each -> each.groups.contains(group.id))
                        .findFirst();
        boolean named =
                call.region().network.groups.values().stream()
                        .filter(each -> each != group)
                        .flatMap(each -> each.rules.stream())
                        .anyMatch(rule -> rule.source().equals(group.id));
        if (user.isPresent() || named) {
            throw Ec2Error.DEPENDENCY_VIOLATION.because(
                    "resource " + group.id + " has a dependent object");
        }
        call.endIfDry();
        call.region().network.groups.remove(group.id);
        call.done();
    }
}
