package belt.provider.aws.testkit;

import belt.provider.testkit.LoopbackServer;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/// An EC2 on loopback that behaves: machines come to life, listings lag, requests are limited, quotas and capacities end,
/// replies get lost. Time comes from outside. What it understands stands in `calls.txt`.
///
/// Accepts the access key `AKIDTEST` and, with the session token `session`, `ASIATEST`; does not check the signature's
/// value.
public final class FakeEc2 implements AutoCloseable {
    /// A key without a session.
    public static final String ACCESS_KEY = "AKIDTEST";

    /// A key with a session token, which {@link Faults#expireSession} ends.
    public static final String SESSION_KEY = "ASIATEST";

    public static final String SESSION_TOKEN = "session";

    private static final Map<String, String> KEYS =
            Map.of(ACCESS_KEY, "", SESSION_KEY, SESSION_TOKEN);

    private final InstantSource clock;
    private final LoopbackServer server;
    private final FakeAccount account = new FakeAccount();
    private final Map<String, Ec2Calls.Call> known = Ec2Calls.load();
    private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
    private final Map<String, Set<String>> written = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();

    private FakeEc2(InstantSource clock, Optional<SSLContext> tls) {
        this.clock = clock;
        server = LoopbackServer.start(tls, this::serve);
    }

    /// Starts one on a free port.
    ///
    /// @param clock its time
    public static FakeEc2 start(InstantSource clock) {
        return start(clock, Optional.empty());
    }

    /// Starts one on a free port.
    ///
    /// @param tls for https; empty for http
    public static FakeEc2 start(InstantSource clock, Optional<SSLContext> tls) {
        return new FakeEc2(clock, tls);
    }

    /// Where it listens, for `AWS_ENDPOINT_URL`.
    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return account.faults();
    }

    /// Action → how often it was called, whatever came of it.
    public Map<String, Long> calls() {
        var calls = new TreeMap<String, Long>();
        counts.forEach((action, count) -> calls.put(action, count.get()));
        return calls;
    }

    /// Forgets what was counted.
    public void forgetCalls() {
        counts.clear();
    }

    /// Ids of instances that exist and cost, in one region.
    public List<String> liveInstances(String region) {
        FakeRegion where = region(region);
        synchronized (where) {
            return where.instances.values().stream()
                    .filter(FakeInstance::live)
                    .map(each -> each.launch.id())
                    .toList();
        }
    }

    /// Lets an instance's guest hang: only a forced stop ends it.
    public void hang(String region, String id) {
        FakeRegion where = region(region);
        synchronized (where) {
            where.requireInstances(List.of(id), clock.instant()).getFirst().hung = true;
        }
    }

    /// The tags of an instance.
    public Map<String, String> tags(String region, String id) {
        FakeRegion where = region(region);
        synchronized (where) {
            FakeInstance instance = where.instances.get(id);
            return instance == null ? Map.of() : Map.copyOf(instance.tags);
        }
    }

    /// The parameters with which an instance was launched, as they were sent.
    public Map<String, String> launchOf(String region, String id) {
        FakeRegion where = region(region);
        synchronized (where) {
            FakeInstance instance = where.instances.get(id);
            return instance == null ? Map.of() : Map.copyOf(instance.launch.launch().parameters());
        }
    }

    /// Names of the keys and of the security groups in one region.
    public Set<String> keysAndGroups(String region) {
        FakeRegion where = region(region);
        synchronized (where) {
            var names = new TreeSet<>(where.keys.keySet());
            where.network.groups.values().forEach(group -> names.add(group.name));
            return names;
        }
    }

    /// What a security group lets in: `tcp 22 from 192.0.2.7/32`; groups as sources by their names.
    public List<String> rules(String region, String group) {
        FakeRegion where = region(region);
        synchronized (where) {
            return GroupActions.words(where.network, group);
        }
    }

    /// Names of an instance's security groups.
    public List<String> groupsOf(String region, String id) {
        FakeRegion where = region(region);
        synchronized (where) {
            FakeInstance instance = where.instances.get(id);
            return instance == null
                    ? List.of()
                    : instance.groups.stream().map(where.network::groupName).toList();
        }
    }

    /// Takes a security group away, with the rules that name it.
    public void removeGroup(String region, String name) {
        FakeRegion where = region(region);
        synchronized (where) {
            where.network.groups.values().removeIf(each -> each.name.equals(name));
        }
    }

    /// As in an account whose default VPC somebody removed.
    public void removeDefaultVpc(String region) {
        FakeRegion where = region(region);
        synchronized (where) {
            where.network.removeDefault();
        }
    }

    private FakeRegion region(String name) {
        FakeRegion region = account.regions().get(name);
        if (region == null) {
            throw Ec2Error.AUTH_FAILURE.because("no region " + name);
        }
        return region;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Ec2Query query = Ec2Query.parse(body);
            String action = query.find("Action").orElse("");
            counts.computeIfAbsent(action, _ -> new AtomicLong()).incrementAndGet();
            String requestId = "req-%08x".formatted(requests.incrementAndGet());
            try {
                String xml = answer(exchange, query, action, requestId);
                if (!faults().losesReply(action)) {
                    send(exchange, 200, xml);
                }
            } catch (Ec2Failure e) {
                send(exchange, e.error().status(), error(e, requestId));
            }
        }
    }

    private String answer(HttpExchange exchange, Ec2Query query, String action, String requestId) {
        Signature signature =
                Signature.require(exchange.getRequestHeaders(), KEYS, faults().sessionExpired());
        check(query, action);
        FakeRegion region = region(signature.region());
        var xml = new Xml();
        synchronized (region) {
            var call = new Call(query, xml, region, clock.instant(), account);
            if (faults().limited()) {
                account.limits().takeRequest(region.name, action, call.now());
            }
            region.settle(call.now(), faults());
            dispatch(call, action);
        }
        Ec2Calls.Call shape = known.get(action);
        for (String path : xml.paths()) {
            if (shape == null || !shape.fields().contains(path)) {
                throw Ec2Error.INTERNAL_ERROR.because(path + " is not in calls.txt");
            }
        }
        written.computeIfAbsent(action, _ -> ConcurrentHashMap.newKeySet()).addAll(xml.paths());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%1$sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>%2$s</requestId>%3$s</%1$sResponse>"
                .formatted(action, requestId, xml);
    }

    private void check(Ec2Query query, String action) {
        Ec2Calls.Call shape = known.get(action);
        if (shape == null || !query.find("Version").orElse("").equals("2016-11-15")) {
            throw Ec2Error.INVALID_ACTION.because("The action " + action + " is not valid");
        }
        for (String name : query.shapes()) {
            if (!shape.parameters().contains(name)) {
                throw Ec2Error.UNKNOWN_PARAMETER.because(
                        "The parameter " + name + " is not recognized");
            }
        }
        Ec2Error planned = faults().next(action);
        if (planned != null) {
            throw planned.because("as planned by the test");
        }
        if (faults().forbids(action)) {
            throw Ec2Error.UNAUTHORIZED_OPERATION.because(
                    "You are not authorized to perform this operation.");
        }
    }

    private static void dispatch(Call call, String action) {
        switch (action) {
            case "RunInstances" -> LaunchActions.run(call);
            case "DescribeInstances" -> InstanceActions.describe(call);
            case "TerminateInstances" -> InstanceActions.terminate(call);
            case "StartInstances" -> InstanceActions.start(call);
            case "StopInstances" -> InstanceActions.stop(call);
            case "RebootInstances" -> InstanceActions.reboot(call);
            case "ModifyInstanceAttribute" -> InstanceActions.modify(call);
            case "CreateTags" -> InstanceActions.tag(call);
            case "ImportKeyPair" -> KeyActions.importKey(call);
            case "DescribeKeyPairs" -> KeyActions.describe(call);
            case "DeleteKeyPair" -> KeyActions.delete(call);
            case "CreateSecurityGroup" -> GroupActions.create(call);
            case "DescribeSecurityGroups" -> GroupActions.describe(call);
            case "AuthorizeSecurityGroupIngress" -> GroupActions.authorize(call);
            case "RevokeSecurityGroupIngress" -> GroupActions.revoke(call);
            case "DeleteSecurityGroup" -> GroupActions.delete(call);
            case "DescribeVpcs" -> CatalogueActions.vpcs(call);
            case "CreateDefaultVpc" -> CatalogueActions.createDefaultVpc(call);
            case "DescribeSubnets" -> CatalogueActions.subnets(call);
            case "DescribeAvailabilityZones" -> CatalogueActions.zones(call);
            case "DescribeRegions" -> CatalogueActions.regions(call);
            case "DescribeImages" -> CatalogueActions.images(call);
            case "DescribeInstanceTypes" -> CatalogueActions.types(call);
            case "DescribeAccountAttributes" -> CatalogueActions.accountAttributes(call);
            case "DescribeSpotPriceHistory" -> CatalogueActions.spotPrices(call);
            default ->
                    throw Ec2Error.INVALID_ACTION.because("The action " + action + " is not valid");
        }
    }

    private static String error(Ec2Failure failure, String requestId) {
        var xml = new Xml();
        xml.in(
                "Response",
                () -> {
                    xml.in(
                            "Errors",
                            () ->
                                    xml.in(
                                            "Error",
                                            () ->
                                                    xml.text("Code", failure.error().code())
                                                            .text(
                                                                    "Message",
                                                                    failure.getMessage())));
                    xml.text("RequestID", requestId);
                });
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml;
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Action → the fields that it has written so far.
    Map<String, Set<String>> written() {
        return Map.copyOf(written);
    }

    @Override
    public void close() {
        server.close();
    }
}
