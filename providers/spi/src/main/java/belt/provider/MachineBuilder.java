package belt.provider;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a {@link Machine} together. Not safe for use by several threads.
public final class MachineBuilder {
    private final String name;
    private final String id;
    private final String provider;
    private final String cluster;
    private String region = "";
    private String size = "";
    private long memoryBytes;
    private int cpus;
    private String image = "";
    private List<String> addresses = List.of();
    private Machine.SshAccess ssh = new Machine.SshAccess("root", 22, null);
    private MachineState state = MachineState.NEW;
    private @Nullable String stateReason;
    private List<String> hostKeys = List.of();
    private Map<String, String> labels = Map.of();
    private Instant createdAt = Instant.EPOCH;
    private String batch = "";
    private @Nullable BigDecimal pricePerHour;

    MachineBuilder(String name, String id, String provider, String cluster) {
        this.name = name;
        this.id = id;
        this.provider = provider;
        this.cluster = cluster;
    }

    MachineBuilder(Machine from) {
        this(from.name(), from.id(), from.provider(), from.cluster());
        region = from.region();
        size = from.size();
        memoryBytes = from.memoryBytes();
        cpus = from.cpus();
        image = from.image();
        addresses = from.addresses();
        ssh = from.ssh();
        state = from.state();
        stateReason = from.stateReason();
        hostKeys = from.hostKeys();
        labels = from.labels();
        createdAt = from.createdAt();
        batch = from.batch();
        pricePerHour = from.pricePerHour();
    }

    public MachineBuilder region(String value) {
        region = value;
        return this;
    }

    /// The size as the operator wrote it, nothing known of it.
    public MachineBuilder size(String value) {
        size = value;
        return this;
    }

    public MachineBuilder size(MachineSize value) {
        return size(value.text()).resources(value.memoryBytes(), value.cpus());
    }

    public MachineBuilder resources(long memory, int processors) {
        memoryBytes = memory;
        cpus = processors;
        return this;
    }

    public MachineBuilder image(String value) {
        image = value;
        return this;
    }

    public MachineBuilder addresses(List<String> value) {
        addresses = value;
        return this;
    }

    public MachineBuilder ssh(String user, int port, @Nullable String keyFile) {
        ssh = new Machine.SshAccess(user, port, keyFile);
        return this;
    }

    /// The state, which explains itself.
    public MachineBuilder state(MachineState value) {
        return state(value, null);
    }

    public MachineBuilder state(MachineState value, @Nullable String reason) {
        state = value;
        stateReason = reason;
        return this;
    }

    public MachineBuilder hostKeys(List<String> value) {
        hostKeys = value;
        return this;
    }

    public MachineBuilder labels(Map<String, String> value) {
        labels = value;
        return this;
    }

    public MachineBuilder createdAt(Instant value) {
        createdAt = value;
        return this;
    }

    public MachineBuilder batch(String value) {
        batch = value;
        return this;
    }

    public MachineBuilder pricePerHour(@Nullable BigDecimal dollars) {
        pricePerHour = dollars;
        return this;
    }

    public Machine build() {
        return new Machine(
                name,
                id,
                provider,
                cluster,
                region,
                size,
                memoryBytes,
                cpus,
                image,
                addresses,
                ssh,
                state,
                stateReason,
                hostKeys,
                labels,
                createdAt,
                batch,
                pricePerHour);
    }
}
