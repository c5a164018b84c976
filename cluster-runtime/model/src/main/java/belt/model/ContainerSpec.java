package belt.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container to run, in the Engine API's terms.
///
/// @param image reference
/// @param labels container labels
/// @param command replaces the image's entrypoint; empty = the image's
/// @param args replaces the image's command; empty = the image's
/// @param hostname may hold templates
/// @param env `K=V`, may hold templates
/// @param dir working folder
/// @param user user[:group]
/// @param groups more groups
/// @param tty whether it gets a terminal
/// @param openStdin whether stdin stays open
/// @param readOnly whether the root file system is read-only
/// @param stopSignal empty = SIGTERM
/// @param stopGracePeriod null = 10 s
/// @param init null = the engine's default
/// @param hosts `IP name`
/// @param mounts mounts
/// @param secrets secrets as files
/// @param configs configs as files
/// @param healthcheck null = the image's
/// @param dns name servers, search, options
/// @param sysctls kernel settings of its namespaces
/// @param capabilityAdd capabilities added
/// @param capabilityDrop capabilities dropped
/// @param ulimits `name=soft:hard`
/// @param isolation Windows only; kept
/// @param oomScoreAdj adjustment
public record ContainerSpec(
        String image,
        Map<String, String> labels,
        List<String> command,
        List<String> args,
        String hostname,
        List<String> env,
        String dir,
        String user,
        List<String> groups,
        boolean tty,
        boolean openStdin,
        boolean readOnly,
        String stopSignal,
        @Nullable Duration stopGracePeriod,
        @Nullable Boolean init,
        List<String> hosts,
        List<Mount> mounts,
        List<FileReference> secrets,
        List<FileReference> configs,
        @Nullable Healthcheck healthcheck,
        Dns dns,
        Map<String, String> sysctls,
        List<String> capabilityAdd,
        List<String> capabilityDrop,
        List<String> ulimits,
        String isolation,
        long oomScoreAdj) {
    public ContainerSpec {
        labels = Map.copyOf(labels);
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = List.copyOf(env);
        groups = List.copyOf(groups);
        hosts = List.copyOf(hosts);
        mounts = List.copyOf(mounts);
        secrets = List.copyOf(secrets);
        configs = List.copyOf(configs);
        sysctls = Map.copyOf(sysctls);
        capabilityAdd = List.copyOf(capabilityAdd);
        capabilityDrop = List.copyOf(capabilityDrop);
        ulimits = List.copyOf(ulimits);
    }

    /// Name resolution inside the container; empty = the engine's.
    public record Dns(List<String> nameservers, List<String> search, List<String> options) {
        /// The engine's own.
        public static final Dns NONE = new Dns(List.of(), List.of(), List.of());

        public Dns {
            nameservers = List.copyOf(nameservers);
            search = List.copyOf(search);
            options = List.copyOf(options);
        }
    }
}
