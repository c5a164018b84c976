package belt.provider.digitalocean.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A droplet. Guarded by the server's lock.
final class FakeDroplet {
    /// Public addresses are of this host: whoever calls one reaches nobody outside.
    private static final String LOOPBACK = "127.18.";

    final long id;
    final String name;
    final String region;
    final Catalogue.Image image;
    List<String> tags;
    final Map<String, Object> asked;
    final Instant createdAt;
    private final Faults.Delays delays;

    Catalogue.Size size;

    /// Whether its guest is dead to the world: it does not hear that it is to shut down.
    boolean hung;

    private String status = "new";
    @Nullable Instant removedAt;
    private @Nullable String then;
    private Instant actionEnds;

    FakeDroplet(
            long id,
            String name,
            Wish wish,
            List<String> tags,
            Map<String, Object> asked,
            Instant now,
            Faults.Delays delays) {
        this.id = id;
        this.name = name;
        this.region = wish.region();
        this.image = wish.image();
        this.size = wish.size();
        this.tags = tags;
        this.asked = asked;
        this.createdAt = now;
        this.delays = delays;
        this.actionEnds = now.plus(delays.active());
        this.then = "active";
    }

    /// What it is to be.
    record Wish(String region, Catalogue.Size size, Catalogue.Image image) {}

    /// Whether it costs money.
    boolean exists() {
        return removedAt == null;
    }

    /// Whether its own page knows it.
    boolean found(Instant now) {
        return exists() && !now.isBefore(createdAt.plus(delays.known()));
    }

    /// Whether listings show it, which lag behind at both ends.
    boolean listed(Instant now) {
        Instant removed = removedAt;
        return !now.isBefore(createdAt.plus(delays.known()))
                && (removed == null || now.isBefore(removed.plus(delays.removed())));
    }

    boolean locked(Instant now) {
        settle(now);
        return then != null;
    }

    String status(Instant now) {
        settle(now);
        return status;
    }

    /// Begins an action.
    void begin(String type, @Nullable String wish, Instant now) {
        if (locked(now)) {
            throw ApiFailure.unprocessable("Droplet already has a pending event.");
        }
        Duration takes = delays.action();
        switch (type) {
            case "power_on" -> become("active", takes, now);
            case "shutdown" -> become(hung ? status : "off", takes, now);
            case "power_off" -> {
                hung = false;
                become("off", takes, now);
            }
            case "reboot", "power_cycle" -> {
                if (!status.equals("active")) {
                    throw ApiFailure.unprocessable("Droplet is currently off.");
                }
                become("active", takes, now);
            }
            case "resize" -> {
                if (!status.equals("off")) {
                    throw ApiFailure.unprocessable(
                            "You must power off your Droplet before resizing it.");
                }
                Catalogue.Size other =
                        Catalogue.size(wish == null ? "" : wish)
                                .orElseThrow(() ->
                                        ApiFailure.unprocessable(
                                                "You specified an invalid size for Droplet"
                                                        + " resize."));
                size = other;
                become("off", takes.multipliedBy(6), now);
            }
            default -> throw ApiFailure.unprocessable("Unknown action type " + type);
        }
    }

    private void become(String next, Duration takes, Instant now) {
        then = next;
        actionEnds = now.plus(takes);
    }

    private void settle(Instant now) {
        if (then != null && !now.isBefore(actionEnds)) {
            status = then;
            then = null;
        }
    }

    Map<String, Object> shape(Instant now) {
        boolean addressed = !now.isBefore(createdAt.plus(delays.addressed()));
        var shape = new LinkedHashMap<String, Object>();
        shape.put("id", id);
        shape.put("name", name);
        shape.put("memory", size.memory());
        shape.put("vcpus", size.cpus());
        shape.put("disk", size.disk());
        shape.put("locked", locked(now));
        shape.put("status", status(now));
        shape.put(
                "created_at",
                createdAt.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        shape.put("features", List.of("droplet_agent"));
        shape.put("backup_ids", List.of());
        shape.put("next_backup_window", null);
        shape.put("snapshot_ids", List.of());
        shape.put("image", Catalogue.shape(image));
        shape.put("volume_ids", List.of());
        shape.put("size", Catalogue.shape(size));
        shape.put("size_slug", size.slug());
        shape.put(
                "networks",
                addressed
                        ? Map.of(
                                "v4",
                                List.of(v4("10.108.", "private"), v4(LOOPBACK, "public")),
                                "v6",
                                v6())
                        : Map.of("v4", List.of(), "v6", List.of()));
        shape.put("region", Catalogue.region(region));
        shape.put("tags", tags);
        shape.put("vpc_uuid", "760e09ef-dc84-11e8-981e-3cfdfeaae000");
        return shape;
    }

    private Map<String, Object> v4(String net, String type) {
        long host = id & 0xffff;
        String address = net + (host >> 8) + "." + (host & 0xff);
        return Map.of("ip_address", address, "netmask", "255.255.0.0", "gateway", "", "type", type);
    }

    private List<Map<String, Object>> v6() {
        if (!Boolean.TRUE.equals(asked.get("ipv6"))) {
            return List.of();
        }
        return List.of(
                Map.of(
                        "ip_address",
                        "2001:db8::%x".formatted(id & 0xffff),
                        "netmask",
                        64,
                        "gateway",
                        "2001:db8::1",
                        "type",
                        "public"));
    }
}
