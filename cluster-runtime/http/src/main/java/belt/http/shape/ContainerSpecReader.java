package belt.http.shape;

import belt.http.server.ApiError;
import belt.model.ContainerSpec;
import belt.model.FileReference;
import belt.model.Healthcheck;
import belt.model.Mount;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a `ContainerSpec`.
final class ContainerSpecReader {
    private static final Set<String> MOUNT_TYPES =
            Set.of("bind", "volume", "tmpfs", "npipe", "cluster", "image");

    private ContainerSpecReader() {}

    static ContainerSpec read(Fields spec) {
        refusePrivileges(spec.object("Privileges"));
        return new ContainerSpec(
                spec.text("Image"),
                spec.textMap("Labels"),
                spec.texts("Command"),
                spec.texts("Args"),
                spec.text("Hostname"),
                spec.texts("Env"),
                spec.text("Dir"),
                spec.text("User"),
                spec.texts("Groups"),
                spec.flag("TTY"),
                spec.flag("OpenStdin"),
                spec.flag("ReadOnly"),
                spec.text("StopSignal"),
                spec.durationIfAny("StopGracePeriod"),
                spec.flagIfAny("Init"),
                spec.texts("Hosts"),
                spec.objects("Mounts").stream().map(ContainerSpecReader::mount).toList(),
                files(spec.objects("Secrets"), "Secret"),
                files(spec.objects("Configs"), "Config"),
                health(spec.objectIfAny("Healthcheck")),
                dns(spec.object("DNSConfig")),
                spec.textMap("Sysctls"),
                spec.texts("CapabilityAdd"),
                spec.texts("CapabilityDrop"),
                spec.objects("Ulimits").stream().map(ContainerSpecReader::ulimit).toList(),
                isolation(spec.text("Isolation")),
                spec.number("OomScoreAdj"));
    }

    /// Compose files always bring this object, usually without content. What it could say, no runtime of ours does yet.
    private static void refusePrivileges(Fields privileges) {
        boolean said =
                privileges.flag("NoNewPrivileges")
                        || privileges.has("CredentialSpec")
                        || privileges.has("SELinuxContext")
                        || privileges.has("Seccomp")
                        || privileges.has("AppArmor");
        if (said) {
            throw Rpc.unimplemented("ContainerSpec: Privileges are not supported");
        }
    }

    private static Mount mount(Fields mount) {
        String type = mount.text("Type").isEmpty() ? "bind" : mount.text("Type");
        if (!MOUNT_TYPES.contains(type)) {
            throw ApiError.badRequest("invalid MountType: \"" + type + "\"");
        }
        if (type.equals("cluster") || type.equals("image")) {
            throw Rpc.unimplemented("ContainerSpec: mounts of type " + type + " are not supported");
        }
        Fields bind = mount.object("BindOptions");
        return new Mount(
                type,
                mount.text("Source"),
                mount.text("Target"),
                mount.flag("ReadOnly"),
                mount.text("Consistency"),
                bind.text("Propagation"),
                bind.flag("NonRecursive"),
                bind.flag("CreateMountpoint"),
                volume(mount.objectIfAny("VolumeOptions")),
                tmpfs(mount.objectIfAny("TmpfsOptions")));
    }

    private static Mount.@Nullable VolumeOptions volume(@Nullable Fields options) {
        return options == null
                ? null
                : new Mount.VolumeOptions(
                        options.flag("NoCopy"),
                        options.textMap("Labels"),
                        options.object("DriverConfig").text("Name"),
                        options.object("DriverConfig").textMap("Options"),
                        options.text("Subpath"));
    }

    private static Mount.@Nullable TmpfsOptions tmpfs(@Nullable Fields options) {
        return options == null
                ? null
                : new Mount.TmpfsOptions(options.number("SizeBytes"), options.number("Mode"));
    }

    private static List<FileReference> files(List<Fields> references, String kind) {
        return references.stream()
                .map(each -> {
                    Fields file = each.object("File");
                    return new FileReference(
                            each.text(kind + "ID"),
                            each.text(kind + "Name"),
                            file.text("Name"),
                            file.text("UID"),
                            file.text("GID"),
                            file.number("Mode"));
                })
                .toList();
    }

    private static @Nullable Healthcheck health(@Nullable Fields check) {
        return check == null
                ? null
                : new Healthcheck(
                        check.texts("Test"),
                        check.duration("Interval"),
                        check.duration("Timeout"),
                        check.duration("StartPeriod"),
                        check.duration("StartInterval"),
                        check.number("Retries"));
    }

    private static ContainerSpec.Dns dns(Fields dns) {
        return new ContainerSpec.Dns(
                dns.texts("Nameservers"), dns.texts("Search"), dns.texts("Options"));
    }

    private static String ulimit(Fields ulimit) {
        return ulimit.text("Name") + "=" + ulimit.number("Soft") + ":" + ulimit.number("Hard");
    }

    /// Answers always say `default`; a client that sends an answer back has not changed anything by that.
    private static String isolation(String text) {
        return text.equals("default") ? "" : text;
    }
}
