package belt.provider;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine as its provider describes it at one moment. What the operator's inventory keeps.
///
/// @param name the name the operator gave, unique in its cluster
/// @param id the provider's own id of it, never reused
/// @param provider the provider's name, `local`, `generic`, …
/// @param cluster the cluster whose tag it carries
/// @param region the provider's word for the place; `local` for local machines
/// @param size the size as the operator wrote it
/// @param memoryBytes memory; 0 if the provider does not know
/// @param cpus virtual processors; 0 if the provider does not know
/// @param image the image's name
/// @param addresses the addresses by which the operator reaches it, the preferred one first; empty until it has one
/// @param ssh how to log in
/// @param state what the provider observed
/// @param stateReason why it is in that state when that is not plain, for example `the host was restarted`; null otherwise
/// @param hostKeys its SSH host keys in known_hosts form (`ssh-ed25519 AAAA…`) where the provider knows them beforehand;
///     empty if they are learned at first contact
/// @param labels the operator's labels
/// @param createdAt when the provider made it
/// @param batch the id of the batch that it was made in, from its tag; empty for machines of older records and those that
///     were not made by a batch
/// @param pricePerHour what it costs an hour in US dollars; null if the provider does not say
public record Machine(
        String name,
        String id,
        String provider,
        String cluster,
        String region,
        String size,
        long memoryBytes,
        int cpus,
        String image,
        List<String> addresses,
        SshAccess ssh,
        MachineState state,
        @Nullable String stateReason,
        List<String> hostKeys,
        Map<String, String> labels,
        Instant createdAt,
        String batch,
        @Nullable BigDecimal pricePerHour) {
    public Machine {
        addresses = List.copyOf(addresses);
        hostKeys = List.copyOf(hostKeys);
        labels = Map.copyOf(labels);
        pricePerHour = pricePerHour == null ? null : pricePerHour.stripTrailingZeros();
    }

    /// Describes a machine, beginning with who it is; everything else has an empty value until it is set.
    public static MachineBuilder named(String name, String id, String provider, String cluster) {
        return new MachineBuilder(name, id, provider, cluster);
    }

    /// A changed copy, to be built.
    public MachineBuilder change() {
        return new MachineBuilder(this);
    }

    /// How to log in by SSH.
    ///
    /// @param user the account, root or one with sudo
    /// @param port TCP port
    /// @param keyFile path of the private key; null to use the cluster's own key or the agent
    public record SshAccess(String user, int port, @Nullable String keyFile) {}
}
