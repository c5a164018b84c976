package belt.provider.aws.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One instance. What it is at a moment follows from the clock: see {@link #settle}. Guarded by its region's lock.
final class FakeInstance {
    /// EC2's states and their codes (InstanceState).
    enum State {
        PENDING("pending", 0),
        RUNNING("running", 16),
        SHUTTING_DOWN("shutting-down", 32),
        TERMINATED("terminated", 48),
        STOPPING("stopping", 64),
        STOPPED("stopped", 80);

        final String word;
        final int code;

        State(String word, int code) {
            this.word = word;
            this.code = code;
        }
    }

    /// What stays as it was launched.
    ///
    /// @param launch the parameters of the call
    record Launch(
            String id,
            String reservation,
            int index,
            Ec2Query launch,
            FakeNetwork.Subnet subnet,
            String privateIp,
            boolean publicIp,
            @Nullable String ipv6) {
        boolean spot() {
            return launch.find("InstanceMarketOptions.MarketType").orElse("").equals("spot");
        }
    }

    final Launch launch;
    final Map<String, String> tags = new TreeMap<>();
    final TreeSet<String> groups = new TreeSet<>();
    String type;
    Instant launchedAt;
    State state = State.PENDING;
    @Nullable String publicIp;
    @Nullable String reason;

    /// Whether its guest is dead to the world: asked to stop, it stays in `stopping` until it is forced.
    boolean hung;

    private Instant visibleAt;
    private Instant addressAt;
    private Instant changesAt;

    FakeInstance(Launch launch, String type, Instant now, Delays delays) {
        this.launch = launch;
        this.type = type;
        this.launchedAt = now;
        this.visibleAt = now.plus(delays.visible());
        this.addressAt = now.plus(delays.address());
        this.changesAt = now.plus(delays.running());
    }

    /// How long things take.
    ///
    /// @param visible until a new id is found by other calls
    /// @param address until a new instance has its public address
    /// @param running until it runs
    /// @param ending until it is stopped or terminated
    /// @param forgotten until a terminated one is no longer listed
    record Delays(
            Duration visible,
            Duration address,
            Duration running,
            Duration ending,
            Duration forgotten) {}

    boolean visible(Instant now) {
        return !now.isBefore(visibleAt);
    }

    /// Lets the time that has passed take effect.
    void settle(Instant now, FakeNetwork network, Delays delays) {
        if (launch.publicIp()
                && publicIp == null
                && (state == State.PENDING || state == State.RUNNING)
                && !now.isBefore(addressAt)) {
            publicIp = network.publicAddress();
        }
        if (now.isBefore(changesAt)) {
            return;
        }
        switch (state) {
            case PENDING -> state = State.RUNNING;
            case STOPPING -> state = hung ? State.STOPPING : State.STOPPED;
            case SHUTTING_DOWN -> {
                state = State.TERMINATED;
                changesAt = now.plus(delays.forgotten());
            }
            case RUNNING, STOPPED, TERMINATED -> {}
        }
    }

    boolean forgotten(Instant now) {
        return state == State.TERMINATED && now.isAfter(changesAt);
    }

    boolean live() {
        return state != State.TERMINATED && state != State.SHUTTING_DOWN;
    }

    void end(State next, Instant now, Delays delays) {
        state = next;
        publicIp = null;
        changesAt = now.plus(delays.ending());
        reason = "User initiated (" + now + ")";
    }

    void begin(Instant now, Delays delays) {
        state = State.PENDING;
        launchedAt = now;
        reason = null;
        addressAt = now.plus(delays.address());
        changesAt = now.plus(delays.running());
    }

    /// One element of an `instancesSet`.
    void write(Xml xml, FakeNetwork network) {
        Ec2Query asked = launch.launch();
        xml.text("instanceId", launch.id()).text("imageId", asked.require("ImageId"));
        xml.in("instanceState", () -> xml.text("code", state.code).text("name", state.word));
        xml.text("reason", reason == null ? "" : reason)
                .text("keyName", asked.find("KeyName").orElse(null))
                .text("amiLaunchIndex", launch.index())
                .text("instanceType", type)
                .text("launchTime", launchedAt);
        xml.in("placement", () -> xml.text("availabilityZone", launch.subnet().zone()));
        xml.in(
                "monitoring",
                () -> xml.text("state", asked.flag("Monitoring.Enabled") ? "enabled" : "disabled"));
        if (live()) {
            xml.text("subnetId", launch.subnet().id())
                    .text("vpcId", launch.subnet().vpc())
                    .text("privateIpAddress", launch.privateIp())
                    .text("ipAddress", publicIp)
                    .text("ipv6Address", launch.ipv6());
            xml.items(
                    "groupSet",
                    groups,
                    id -> xml.text("groupId", id).text("groupName", network.groupName(id)));
        }
        xml.text("clientToken", asked.find("ClientToken").orElse(""))
                .text("rootDeviceName", "/dev/sda1")
                .text("ebsOptimized", asked.flag("EbsOptimized"));
        if (launch.spot()) {
            xml.text("instanceLifecycle", "spot")
                    .text("spotInstanceRequestId", launch.id().replace("i-", "sir-"));
        }
        asked.find("IamInstanceProfile.Name")
                .ifPresent(name ->
                        xml.in(
                                "iamInstanceProfile",
                                () -> xml.text("arn", "instance-profile/" + name)));
        if (reason != null) {
            xml.in(
                    "stateReason",
                    () ->
                            xml.text("code", "Client.UserInitiatedShutdown")
                                    .text("message", "Client.UserInitiatedShutdown: " + reason));
        }
        xml.in(
                "metadataOptions",
                () ->
                        xml.text(
                                        "httpTokens",
                                        asked.find("MetadataOptions.HttpTokens").orElse("optional"))
                                .text(
                                        "httpEndpoint",
                                        asked.find("MetadataOptions.HttpEndpoint")
                                                .orElse("enabled")));
        xml.items(
                "tagSet",
                tags.entrySet(),
                tag -> xml.text("key", tag.getKey()).text("value", tag.getValue()));
    }
}
