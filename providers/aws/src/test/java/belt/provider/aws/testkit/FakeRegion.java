package belt.provider.aws.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an account has in one region. Guarded by its own lock, which the server holds during a call.
final class FakeRegion {
    /// An imported key.
    record Key(
            String id,
            String name,
            String material,
            String fingerprint,
            Map<String, String> tags) {}

    /// What a client token was used for.
    record Launched(String fingerprint, List<FakeInstance> instances) {}

    /// An instance type.
    record Type(String name, int vcpus, int memoryMib, String architecture, boolean current) {}

    /// An image.
    record Image(String id, String name, String owner, String architecture, String created) {}

    final String name;
    final List<String> zones;
    final FakeNetwork network;
    final Map<String, FakeInstance> instances = new LinkedHashMap<>();
    final Map<String, Key> keys = new LinkedHashMap<>();
    final Map<String, Launched> tokens = new LinkedHashMap<>();
    final Map<String, Image> images = new LinkedHashMap<>();
    private final int number;
    private int ids;

    FakeRegion(String name, int number) {
        this.name = name;
        this.number = number;
        this.zones = List.of(name + "a", name + "b", name + "c");
        this.network = new FakeNetwork(name, zones);
        String canonical = "099720109477";
        image("noble-24.04", "20260401", "amd64", "x86_64", canonical);
        image("noble-24.04", "20260612", "amd64", "x86_64", canonical);
        image("noble-24.04", "20260612", "arm64", "arm64", canonical);
        image("jammy-22.04", "20260601", "amd64", "x86_64", canonical);
    }

    private void image(
            String release, String date, String arch, String architecture, String owner) {
        String id = id("ami");
        String name =
                "ubuntu/images/hvm-ssd%s/ubuntu-%s-%s-server-%s"
                        .formatted(release.startsWith("noble") ? "-gp3" : "", release, arch, date);
        String created =
                date.substring(0, 4)
                        + "-"
                        + date.substring(4, 6)
                        + "-"
                        + date.substring(6)
                        + "T08:00:00.000Z";
        images.put(id, new Image(id, name, owner, architecture, created));
    }

    /// A fresh id, `i-00a1…`: 17 digits, as EC2's.
    String id(String kind) {
        ids++;
        return "%s-0%02x%014x"
                .formatted(kind, number, ids * 0x9e3779b1L & 0xffffffffffL | (long) ids << 40);
    }

    void settle(Instant now, Faults faults) {
        instances.values().forEach(each -> each.settle(now, network, faults.delays()));
        instances.values().removeIf(each -> each.forgotten(now));
    }

    /// Instances by id; with the error that EC2 gives if one is unknown, or too new to be found.
    List<FakeInstance> requireInstances(List<String> ids, Instant now) {
        var found = new ArrayList<FakeInstance>();
        for (String id : ids) {
            FakeInstance instance = instances.get(id);
            if (instance == null || !instance.visible(now)) {
                throw Ec2Error.INVALID_INSTANCE_ID.because(
                        "The instance ID '" + id + "' does not exist");
            }
            found.add(instance);
        }
        return found;
    }
}
