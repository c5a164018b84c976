package belt.http.shape;

import belt.http.json.JsonWriter;
import belt.model.ContainerSpec;
import belt.model.FileReference;
import belt.model.Healthcheck;
import belt.model.Mount;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Writes a `ContainerSpec`.
final class ContainerSpecJson {
    private ContainerSpecJson() {}

    static void write(JsonWriter out, ContainerSpec spec) {
        out.object(
                "ContainerSpec",
                o -> {
                    process(o, spec);
                    surroundings(o, spec);
                });
    }

    private static void process(JsonWriter o, ContainerSpec spec) {
        o.textIfAny("Image", spec.image());
        o.textsIfAny("Labels", spec.labels());
        o.textsIfAny("Command", spec.command());
        o.textsIfAny("Args", spec.args());
        o.textIfAny("Hostname", spec.hostname());
        o.textsIfAny("Env", spec.env());
        o.textIfAny("Dir", spec.dir());
        o.textIfAny("User", spec.user());
        o.textsIfAny("Groups", spec.groups());
        if (spec.init() != null) {
            o.flag("Init", spec.init());
        }
        o.textIfAny("StopSignal", spec.stopSignal());
        o.flagIfTrue("TTY", spec.tty());
        o.flagIfTrue("OpenStdin", spec.openStdin());
        o.flagIfTrue("ReadOnly", spec.readOnly());
    }

    private static void surroundings(JsonWriter o, ContainerSpec spec) {
        o.arrayIfAny("Mounts", spec.mounts(), ContainerSpecJson::mount);
        o.durationIfAny("StopGracePeriod", spec.stopGracePeriod());
        health(o, spec.healthcheck());
        o.textsIfAny("Hosts", spec.hosts());
        o.object(
                "DNSConfig",
                dns -> {
                    dns.textsIfAny("Nameservers", spec.dns().nameservers());
                    dns.textsIfAny("Search", spec.dns().search());
                    dns.textsIfAny("Options", spec.dns().options());
                });
        o.arrayIfAny("Secrets", spec.secrets(), (w, file) -> file(w, file, "Secret"));
        o.arrayIfAny("Configs", spec.configs(), (w, file) -> file(w, file, "Config"));
        o.text("Isolation", spec.isolation().isEmpty() ? "default" : spec.isolation());
        o.textsIfAny("Sysctls", spec.sysctls());
        o.textsIfAny("CapabilityAdd", spec.capabilityAdd());
        o.textsIfAny("CapabilityDrop", spec.capabilityDrop());
        o.arrayIfAny("Ulimits", spec.ulimits(), ContainerSpecJson::ulimit);
        o.numberIfAny("OomScoreAdj", spec.oomScoreAdj());
    }

    private static void mount(JsonWriter out, Mount mount) {
        out.object(o -> {
            o.text("Type", mount.type());
            o.textIfAny("Source", mount.source());
            o.textIfAny("Target", mount.target());
            o.flagIfTrue("ReadOnly", mount.readOnly());
            o.textIfAny("Consistency", mount.consistency());
            bind(o, mount);
            volume(o, mount.volume());
            tmpfs(o, mount.tmpfs());
        });
    }

    private static void bind(JsonWriter o, Mount mount) {
        if (!mount.propagation().isEmpty() || mount.nonRecursive() || mount.createMountpoint()) {
            o.object(
                    "BindOptions",
                    bind -> {
                        bind.textIfAny("Propagation", mount.propagation());
                        bind.flagIfTrue("NonRecursive", mount.nonRecursive());
                        bind.flagIfTrue("CreateMountpoint", mount.createMountpoint());
                    });
        }
    }

    private static void volume(JsonWriter o, Mount.@Nullable VolumeOptions options) {
        if (options == null) {
            return;
        }
        o.object(
                "VolumeOptions",
                volume -> {
                    volume.flagIfTrue("NoCopy", options.noCopy());
                    volume.textsIfAny("Labels", options.labels());
                    volume.textIfAny("Subpath", options.subpath());
                    if (!options.driver().isEmpty() || !options.driverOptions().isEmpty()) {
                        volume.object(
                                "DriverConfig",
                                driver -> {
                                    driver.textIfAny("Name", options.driver());
                                    driver.textsIfAny("Options", options.driverOptions());
                                });
                    }
                });
    }

    private static void tmpfs(JsonWriter o, Mount.@Nullable TmpfsOptions options) {
        if (options != null) {
            o.object(
                    "TmpfsOptions",
                    tmpfs -> {
                        tmpfs.numberIfAny("SizeBytes", options.sizeBytes());
                        tmpfs.numberIfAny("Mode", options.mode());
                    });
        }
    }

    private static void health(JsonWriter o, @Nullable Healthcheck check) {
        if (check == null) {
            return;
        }
        o.object(
                "Healthcheck",
                health -> {
                    health.textsIfAny("Test", check.test());
                    duration(health, "Interval", check.interval());
                    duration(health, "Timeout", check.timeout());
                    duration(health, "StartPeriod", check.startPeriod());
                    duration(health, "StartInterval", check.startInterval());
                    health.numberIfAny("Retries", check.retries());
                });
    }

    private static void duration(JsonWriter out, String name, Duration value) {
        out.numberIfAny(name, value.toNanos());
    }

    private static void file(JsonWriter out, FileReference file, String kind) {
        out.object(o -> {
            o.object(
                    "File",
                    f -> {
                        f.text("Name", file.target());
                        f.text("UID", file.uid());
                        f.text("GID", file.gid());
                        f.number("Mode", file.mode());
                    });
            o.text(kind + "ID", file.id());
            o.text(kind + "Name", file.name());
        });
    }

    private static void ulimit(JsonWriter out, String ulimit) {
        int equals = ulimit.indexOf('=');
        int colon = ulimit.indexOf(':', equals + 1);
        out.object(o -> {
            o.textIfAny("Name", ulimit.substring(0, equals));
            o.numberIfAny("Hard", Long.parseLong(ulimit.substring(colon + 1)));
            o.numberIfAny("Soft", Long.parseLong(ulimit.substring(equals + 1, colon)));
        });
    }
}
