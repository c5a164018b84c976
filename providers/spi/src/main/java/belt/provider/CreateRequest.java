package belt.provider;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What to make.
///
/// @param cluster the cluster's name; every machine is tagged with it
/// @param stateDir the cluster's folder under `.belt/`, where a provider without a cloud keeps its own files in a folder
///     named like itself
/// @param names machine names, already expanded
/// @param size the size
/// @param region the place, in the provider's words; empty for its default
/// @param image the image, in the provider's words; empty for its default
/// @param sshPublicKey the key to let in, one line in authorized_keys form
/// @param labels the operator's labels
/// @param options provider options from `--define`, `config.yml` or `belt.yaml`
/// @param parallel how many at once at most
public record CreateRequest(
        String cluster,
        Path stateDir,
        List<String> names,
        MachineSize size,
        String region,
        String image,
        String sshPublicKey,
        Map<String, String> labels,
        Map<String, String> options,
        int parallel) {
    public CreateRequest {
        names = List.copyOf(names);
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }
}
