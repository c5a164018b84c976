package belt.provider;

import java.util.Map;

/// What each machine of a request or a batch is to be like.
///
/// @param size in a request as the operator wrote it, in a batch the provider's own word
/// @param region the place; in a request empty for the provider's default, in a batch resolved
/// @param image the image; in a request empty for the provider's default, in a batch resolved to an id
/// @param sshPublicKey the key to let in, one line in authorized_keys form
/// @param userData a cloud-init document; empty for none
/// @param labels the operator's labels
/// @param resolved what else the provider found out or made beforehand and needs for its call: ids of keys, subnets,
///     groups. Filled by {@link MachineProvider#plan} and {@link MachineProvider#prepare}, written into the journal, so no
///     secrets
public record MachineSpec(
        String size,
        String region,
        String image,
        String sshPublicKey,
        String userData,
        Map<String, String> labels,
        Map<String, String> resolved) {
    public MachineSpec {
        labels = Map.copyOf(labels);
        resolved = Map.copyOf(resolved);
    }

    /// The provider's default place and image, no labels.
    public static MachineSpec of(String size, String sshPublicKey) {
        return new MachineSpec(size, "", "", sshPublicKey, "", Map.of(), Map.of());
    }

    public MachineSpec withSize(String text) {
        return new MachineSpec(text, region, image, sshPublicKey, userData, labels, resolved);
    }

    public MachineSpec withRegion(String text) {
        return new MachineSpec(size, text, image, sshPublicKey, userData, labels, resolved);
    }

    public MachineSpec withImage(String text) {
        return new MachineSpec(size, region, text, sshPublicKey, userData, labels, resolved);
    }

    public MachineSpec withUserData(String text) {
        return new MachineSpec(size, region, image, sshPublicKey, text, labels, resolved);
    }

    public MachineSpec withLabels(Map<String, String> all) {
        return new MachineSpec(size, region, image, sshPublicKey, userData, all, resolved);
    }

    public MachineSpec withResolved(Map<String, String> all) {
        return new MachineSpec(size, region, image, sshPublicKey, userData, labels, all);
    }
}
