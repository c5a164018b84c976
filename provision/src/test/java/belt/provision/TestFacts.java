package belt.provision;

import belt.provision.facts.HostFacts;
import belt.provision.facts.HostFacts.FileFact;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Facts to plan with: a fresh Debian 12 by default.
final class TestFacts {
    private Map<String, String> os =
            Map.of("ID", "debian", "VERSION_ID", "12", "PRETTY_NAME", "Debian GNU/Linux 12");
    private String manager = "apt-get";
    private boolean systemd;
    private String hostname = "node1";
    private HostFacts.Engine engine = new HostFacts.Engine("", "", false, false, false, Map.of());
    private HostFacts.Beltd beltd = new HostFacts.Beltd(Map.of(), "", false, false, "", false);
    private final Map<String, FileFact> files =
            new HashMap<>(
                    Map.of(
                            NodePaths.CONFIG_DIR, new FileFact("", 0755, Optional.empty()),
                            NodePaths.SYSCTL_DIR, new FileFact("", 0755, Optional.empty())));
    private final Map<String, String> kernel = new HashMap<>();

    TestFacts() {
        new SysctlProfile(1, 1).keys().forEach(key -> kernel.put(key, "999999999"));
        kernel.put("net.ipv4.ip_forward", "1");
    }

    TestFacts systemd() {
        systemd = true;
        return this;
    }

    TestFacts os(String id, String version, String manager) {
        os = Map.of("ID", id, "VERSION_ID", version, "PRETTY_NAME", id + " " + version);
        this.manager = manager;
        return this;
    }

    TestFacts hostname(String name) {
        hostname = name;
        return this;
    }

    TestFacts engine(boolean running, boolean supervised, boolean enabled) {
        engine =
                new HostFacts.Engine(
                        "/usr/sbin/dockerd", "20.10.24", running, supervised, enabled, Map.of());
        return this;
    }

    TestFacts image(String name, String identity) {
        engine =
                new HostFacts.Engine(
                        engine.daemonPath(),
                        engine.version(),
                        engine.running(),
                        engine.supervised(),
                        engine.unitEnabled(),
                        Map.of(name, identity));
        return this;
    }

    TestFacts beltd(HostFacts.Beltd facts) {
        beltd = facts;
        return this;
    }

    TestFacts file(String path, String content, int mode) {
        files.put(
                path,
                new FileFact(
                        belt.provision.step.Checksum.ofText(content), mode, Optional.of(content)));
        return this;
    }

    TestFacts folder(String path, int mode) {
        files.put(path, new FileFact("", mode, Optional.empty()));
        return this;
    }

    TestFacts kernel(String key, String value) {
        kernel.put(key, value);
        return this;
    }

    TestFacts withoutKernel(String key) {
        kernel.remove(key);
        return this;
    }

    HostFacts build() {
        return new HostFacts(
                new HostFacts.OperatingSystem(
                        os, "x86_64", "6.1.0", systemd, hostname, true, manager, Duration.ZERO),
                new HostFacts.Resources(1L << 30, 2, 10L << 30),
                engine,
                beltd,
                files,
                kernel);
    }
}
