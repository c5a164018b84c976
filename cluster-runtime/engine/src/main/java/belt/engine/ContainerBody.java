package belt.engine;

import belt.model.ContainerSpec;
import belt.model.Healthcheck;
import belt.model.LogDriver;
import belt.model.Mount;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of `POST /containers/create` (swarm-semantics §1.5). What was not said is left out, so that the image's and
/// the engine's defaults hold.
final class ContainerBody {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ContainerBody() {}

    static ObjectNode of(NewContainer wanted) {
        ContainerSpec spec = wanted.spec();
        ObjectNode body = NODES.objectNode();
        body.put("Image", spec.image());
        putText(body, "Hostname", spec.hostname());
        putText(body, "User", spec.user());
        putText(body, "WorkingDir", spec.dir());
        putText(body, "StopSignal", spec.stopSignal());
        putTexts(body, "Env", spec.env());
        putMap(body, "Labels", wanted.labels());
        putTexts(body, "Entrypoint", spec.command());
        putTexts(body, "Cmd", spec.args());
        putTrue(body, "Tty", spec.tty());
        putTrue(body, "OpenStdin", spec.openStdin());
        Duration grace = spec.stopGracePeriod();
        if (grace != null) {
            body.put("StopTimeout", DockerEngine.wholeSeconds(grace));
        }
        if (spec.healthcheck() != null) {
            body.set("Healthcheck", health(spec.healthcheck()));
        }
        ObjectNode exposed = NODES.objectNode();
        wanted.ports().forEach(binding -> exposed.putObject(portKey(binding)));
        putObject(body, "ExposedPorts", exposed);
        body.set("HostConfig", hostConfig(wanted));
        return body;
    }

    private static ObjectNode hostConfig(NewContainer wanted) {
        ContainerSpec spec = wanted.spec();
        ObjectNode host = NODES.objectNode();
        putText(host, "NetworkMode", wanted.network());
        putText(host, "Isolation", spec.isolation());
        putTrue(host, "ReadonlyRootfs", spec.readOnly());
        if (spec.init() != null) {
            host.put("Init", spec.init());
        }
        putTexts(host, "GroupAdd", spec.groups());
        putTexts(host, "CapAdd", spec.capabilityAdd());
        putTexts(host, "CapDrop", spec.capabilityDrop());
        putTexts(host, "Dns", spec.dns().nameservers());
        putTexts(host, "DnsSearch", spec.dns().search());
        putTexts(host, "DnsOptions", spec.dns().options());
        putTexts(host, "ExtraHosts", spec.hosts().stream().map(ContainerBody::extraHost).toList());
        putMap(host, "Sysctls", spec.sysctls());
        putNumber(host, "OomScoreAdj", spec.oomScoreAdj());
        putNumber(host, "Memory", wanted.limits().memoryBytes());
        putNumber(host, "NanoCpus", wanted.limits().nanoCpus());
        putNumber(host, "PidsLimit", wanted.limits().pids());
        spec.ulimits().forEach(limit -> host.withArray("Ulimits").add(ulimit(limit)));
        spec.mounts().forEach(mount -> host.withArray("Mounts").add(mount(mount)));
        LogDriver driver = wanted.logDriver();
        if (driver != null && !driver.name().isEmpty()) {
            ObjectNode log = host.putObject("LogConfig");
            log.put("Type", driver.name());
            putMap(log, "Config", driver.options());
        }
        ObjectNode bindings = NODES.objectNode();
        for (NewContainer.Binding binding : wanted.ports()) {
            int published = binding.port().published();
            bindings.withArray(portKey(binding))
                    .addObject()
                    .put("HostIp", binding.address())
                    .put("HostPort", published == 0 ? "" : Integer.toString(published));
        }
        putObject(host, "PortBindings", bindings);
        return host;
    }

    private static String portKey(NewContainer.Binding binding) {
        String protocol = binding.port().protocol().name().toLowerCase(Locale.ROOT);
        return binding.port().target() + "/" + protocol;
    }

    /// The spec says `IP name [alias…]`, the engine wants `name:IP`; further aliases are dropped as Swarm does.
    private static String extraHost(String line) {
        String[] words = line.strip().split("\\s+");
        return words.length < 2 ? line : words[1] + ":" + words[0];
    }

    private static ObjectNode ulimit(String text) {
        int equals = text.indexOf('=');
        String[] values = text.substring(equals + 1).split(":");
        ObjectNode limit = NODES.objectNode();
        limit.put("Name", text.substring(0, Math.max(0, equals)));
        limit.put("Soft", Long.parseLong(values[0]));
        limit.put("Hard", Long.parseLong(values[values.length - 1]));
        return limit;
    }

    private static ObjectNode health(Healthcheck check) {
        ObjectNode node = NODES.objectNode();
        putTexts(node, "Test", check.test());
        putNumber(node, "Interval", check.interval().toNanos());
        putNumber(node, "Timeout", check.timeout().toNanos());
        putNumber(node, "StartPeriod", check.startPeriod().toNanos());
        putNumber(node, "StartInterval", check.startInterval().toNanos());
        putNumber(node, "Retries", check.retries());
        return node;
    }

    private static ObjectNode mount(Mount mount) {
        ObjectNode node = NODES.objectNode();
        putText(node, "Type", mount.type());
        putText(node, "Source", mount.source());
        putText(node, "Target", mount.target());
        putTrue(node, "ReadOnly", mount.readOnly());
        putText(node, "Consistency", mount.consistency());
        if (mount.type().equals("bind")) {
            ObjectNode bind = NODES.objectNode();
            putText(bind, "Propagation", mount.propagation());
            putTrue(bind, "NonRecursive", mount.nonRecursive());
            putTrue(bind, "CreateMountpoint", mount.createMountpoint());
            putObject(node, "BindOptions", bind);
        }
        if (mount.volume() != null) {
            node.set("VolumeOptions", volume(mount.volume()));
        }
        if (mount.tmpfs() != null) {
            ObjectNode tmpfs = node.putObject("TmpfsOptions");
            putNumber(tmpfs, "SizeBytes", mount.tmpfs().sizeBytes());
            putNumber(tmpfs, "Mode", mount.tmpfs().mode());
        }
        return node;
    }

    private static ObjectNode volume(Mount.VolumeOptions options) {
        ObjectNode node = NODES.objectNode();
        putTrue(node, "NoCopy", options.noCopy());
        putMap(node, "Labels", options.labels());
        putText(node, "Subpath", options.subpath());
        if (!options.driver().isEmpty()) {
            ObjectNode driver = node.putObject("DriverConfig").put("Name", options.driver());
            putMap(driver, "Options", options.driverOptions());
        }
        return node;
    }

    private static void putText(ObjectNode node, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            node.put(key, value);
        }
    }

    private static void putTrue(ObjectNode node, String key, boolean value) {
        if (value) {
            node.put(key, true);
        }
    }

    private static void putNumber(ObjectNode node, String key, long value) {
        if (value != 0) {
            node.put(key, value);
        }
    }

    private static void putTexts(ObjectNode node, String key, Collection<String> values) {
        if (!values.isEmpty()) {
            var array = node.putArray(key);
            List.copyOf(values).forEach(array::add);
        }
    }

    private static void putMap(ObjectNode node, String key, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode map = node.putObject(key);
            values.forEach(map::put);
        }
    }

    private static void putObject(ObjectNode node, String key, ObjectNode value) {
        if (!value.isEmpty()) {
            node.set(key, value);
        }
    }
}
