package belt.provider.aws.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Calls on instances that exist.
final class InstanceActions {
    private InstanceActions() {}

    static void describe(Call call) {
        Ec2Query query = call.query();
        List<String> ids = query.list("InstanceId");
        if (!ids.isEmpty() && query.find("MaxResults").isPresent()) {
            throw Ec2Error.INVALID_PARAMETER_COMBINATION.because(
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        List<FakeInstance> asked =
                ids.isEmpty()
                        ? new ArrayList<>(call.region().instances.values())
                        : call.region().requireInstances(ids, call.now());
        Filters filters = Filters.of(query);
        List<FakeInstance> found =
                asked.stream()
                        .filter(each -> each.visible(call.now()))
                        .filter(each -> filters.pass(each.tags, name -> attribute(each, name)))
                        .toList();
        Page<FakeInstance> page = Page.of(query, found, 1000);
        var reservations = new LinkedHashMap<String, List<FakeInstance>>();
        page.items()
                .forEach(each ->
                        reservations
                                .computeIfAbsent(each.launch.reservation(), _ -> new ArrayList<>())
                                .add(each));
        Xml xml = call.xml();
        xml.text("nextToken", page.next())
                .items(
                        "reservationSet",
                        reservations.entrySet(),
                        one ->
                                xml.text("reservationId", one.getKey())
                                        .text("ownerId", FakeAccount.ID)
                                        .items(
                                                "instancesSet",
                                                one.getValue(),
                                                each -> each.write(xml, call.region().network)));
    }

    private static Collection<String> attribute(FakeInstance instance, String name) {
        return switch (name) {
            case "instance-state-name" -> List.of(instance.state.word);
            case "instance-id" -> List.of(instance.launch.id());
            case "client-token" ->
                    instance.launch.launch().find("ClientToken").map(List::of).orElse(List.of());
            case "reservation-id" -> List.of(instance.launch.reservation());
            case "instance.group-id" -> instance.groups;
            default -> throw Filters.unknown(name);
        };
    }

    static void terminate(Call call) {
        List<FakeInstance> instances = require(call);
        Map<FakeInstance, FakeInstance.State> before = states(instances);
        instances.stream()
                .filter(FakeInstance::live)
                .forEach(each ->
                        each.end(
                                FakeInstance.State.SHUTTING_DOWN,
                                call.now(),
                                call.faults().delays()));
        changes(call, before);
    }

    static void stop(Call call) {
        List<FakeInstance> instances = require(call);
        Map<FakeInstance, FakeInstance.State> before = states(instances);
        for (FakeInstance each : instances) {
            if (each.launch.spot()) {
                throw Ec2Error.UNSUPPORTED_OPERATION.because(
                        "You can't stop the Spot Instance '"
                                + each.launch.id()
                                + "' because it is associated with a one-time Spot Instance request");
            }
            refuse(each, each.live() && each.state != FakeInstance.State.PENDING);
            boolean force = call.query().flag("Force");
            each.hung &= !force;
            if (each.state == FakeInstance.State.RUNNING
                    || (force && each.state == FakeInstance.State.STOPPING)) {
                each.end(FakeInstance.State.STOPPING, call.now(), call.faults().delays());
            }
        }
        changes(call, before);
    }

    static void start(Call call) {
        List<FakeInstance> instances = require(call);
        Map<FakeInstance, FakeInstance.State> before = states(instances);
        for (FakeInstance each : instances) {
            refuse(each, each.live() && each.state != FakeInstance.State.STOPPING);
            if (each.state == FakeInstance.State.STOPPED) {
                each.begin(call.now(), call.faults().delays());
            }
        }
        changes(call, before);
    }

    static void reboot(Call call) {
        for (FakeInstance each : require(call)) {
            refuse(each, each.state == FakeInstance.State.RUNNING);
        }
        call.done();
    }

    static void modify(Call call) {
        Ec2Query query = call.query();
        FakeInstance instance =
                call.region()
                        .requireInstances(List.of(query.require("InstanceId")), call.now())
                        .getFirst();
        List<String> groups = query.list("GroupId");
        groups.forEach(call.region().network::requireGroup);
        query.find("InstanceType.Value")
                .ifPresent(type -> {
                    if (!FakeAccount.TYPES.containsKey(type)) {
                        throw Ec2Error.INVALID_INSTANCE_TYPE.because(
                                "The instance type '" + type + "' does not exist");
                    }
                    refuse(instance, instance.state == FakeInstance.State.STOPPED);
                });
        call.endIfDry();
        query.find("InstanceType.Value").ifPresent(type -> instance.type = type);
        if (!groups.isEmpty()) {
            instance.groups.clear();
            instance.groups.addAll(groups);
        }
        call.done();
    }

    static void tag(Call call) {
        Ec2Query query = call.query();
        Map<String, String> tags = query.tags();
        var targets = new ArrayList<Map<String, String>>();
        for (String id : query.list("ResourceId")) {
            if (id.startsWith("i-")) {
                targets.add(
                        call.region().requireInstances(List.of(id), call.now()).getFirst().tags);
            } else if (id.startsWith("sg-")) {
                targets.add(call.region().network.requireGroup(id).tags);
            } else {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because("The ID '" + id + "' is not valid");
            }
        }
        call.endIfDry();
        targets.forEach(each -> each.putAll(tags));
        call.done();
    }

    private static void refuse(FakeInstance instance, boolean unless) {
        if (!unless) {
            throw Ec2Error.INCORRECT_INSTANCE_STATE.because(
                    "The instance '"
                            + instance.launch.id()
                            + "' is not in a state from which it can do this: "
                            + instance.state.word);
        }
    }

    private static List<FakeInstance> require(Call call) {
        List<String> ids = call.query().list("InstanceId");
        if (ids.isEmpty()) {
            throw Ec2Error.MISSING_PARAMETER.because("The request must contain InstanceId");
        }
        if (ids.size() > 1000) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("at most 1000 instances in one call");
        }
        List<FakeInstance> instances = call.region().requireInstances(ids, call.now());
        call.endIfDry();
        if (call.faults().limited()) {
            call.account()
                    .limits()
                    .takeResources(
                            call.region().name, call.query().action(), ids.size(), call.now());
        }
        return instances;
    }

    private static Map<FakeInstance, FakeInstance.State> states(List<FakeInstance> instances) {
        var states = new LinkedHashMap<FakeInstance, FakeInstance.State>();
        instances.forEach(each -> states.put(each, each.state));
        return states;
    }

    private static void changes(Call call, Map<FakeInstance, FakeInstance.State> before) {
        Xml xml = call.xml();
        xml.items(
                "instancesSet",
                before.entrySet(),
                each -> {
                    xml.text("instanceId", each.getKey().launch.id());
                    state(xml, "currentState", each.getKey().state);
                    state(xml, "previousState", each.getValue());
                });
    }

    private static void state(Xml xml, String name, FakeInstance.State state) {
        xml.in(name, () -> xml.text("code", state.code).text("name", state.word));
    }
}
