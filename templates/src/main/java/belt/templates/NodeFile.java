package belt.templates;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files that belt writes on a node. Each record is everything its file depends on, so that the same record always
/// gives the same bytes; a file that has not changed is recognised by its checksum. The paths are those of
/// docs/design/contracts.md §1.
public sealed interface NodeFile {
    /// The template's name under `belt/templates/`.
    String template();

    /// What the template may use; any other name in it is an error.
    Map<String, Object> variables();

    /// The systemd unit `beltd.service`.
    ///
    /// @param binary absolute path of `bin/beltd`
    /// @param config absolute path of `beltd.yaml`
    /// @param afterEngine whether it starts behind `docker.service`
    record BeltdUnit(String binary, String config, boolean afterEngine) implements NodeFile {
        @Override
        public String template() {
            return "beltd.service";
        }

        @Override
        public Map<String, Object> variables() {
            return Map.of("binary", binary, "config", config, "afterEngine", afterEngine);
        }
    }

    /// `/etc/belt/supervise`, where systemd is not PID 1.
    ///
    /// @param services what it keeps running, in the order to start them
    record SuperviseScript(List<Service> services) implements NodeFile {
        public SuperviseScript {
            services = List.copyOf(services);
        }

        /// @param name lower-case letters
        /// @param command a shell command line that is executed in place of the shell
        /// @param finalCodes exit codes after which it is not started again
        /// @param stopSeconds how long it may take to end before it is killed
        public record Service(
                String name, String command, List<Integer> finalCodes, int stopSeconds) {
            public Service {
                finalCodes = List.copyOf(finalCodes);
            }

            Map<String, Object> variables() {
                return Map.of(
                        "name",
                        name,
                        "command",
                        command,
                        "finalCodes",
                        finalCodes,
                        "stopSeconds",
                        stopSeconds);
            }
        }

        @Override
        public String template() {
            return "supervise";
        }

        @Override
        public Map<String, Object> variables() {
            return Map.of("services", services.stream().map(Service::variables).toList());
        }
    }

    /// `/etc/docker/daemon.json`. The merging with a file that exists already is the caller's work.
    ///
    /// @param entries key → value as JSON text, in the order to write them
    record EngineConfig(Map<String, String> entries) implements NodeFile {
        public EngineConfig {
            entries = new LinkedHashMap<>(entries);
        }

        @Override
        public String template() {
            return "daemon.json";
        }

        @Override
        public Map<String, Object> variables() {
            return Map.of(
                    "entries",
                    entries.entrySet().stream()
                            .map(e -> Map.of("key", e.getKey(), "value", e.getValue()))
                            .toList());
        }
    }

    /// `/etc/sysctl.d/90-belt.conf`.
    ///
    /// @param sizedFor what the numbers were computed from, for the reader
    /// @param values key → value, in the order to write them
    record SysctlDropIn(String sizedFor, Map<String, String> values) implements NodeFile {
        public SysctlDropIn {
            values = new LinkedHashMap<>(values);
        }

        @Override
        public String template() {
            return "sysctl.conf";
        }

        @Override
        public Map<String, Object> variables() {
            return Map.of(
                    "sizedFor",
                    sizedFor,
                    "values",
                    values.entrySet().stream()
                            .map(e -> Map.of("key", e.getKey(), "value", e.getValue()))
                            .toList());
        }
    }

    /// `/etc/belt/beltd.yaml`.
    ///
    /// @param advertiseAddr the address by which the other nodes reach this one
    /// @param hostname the node's name
    /// @param engineSocket the local engine's socket; empty on nodes without one
    /// @param labels engine labels, `key=value`
    /// @param logLevel `debug`, `info`, `warn` or `error`
    record BeltdConfig(
            String advertiseAddr,
            String hostname,
            String engineSocket,
            List<String> labels,
            String logLevel)
            implements NodeFile {
        public BeltdConfig {
            labels = List.copyOf(labels);
        }

        @Override
        public String template() {
            return "beltd.yaml";
        }

        @Override
        public Map<String, Object> variables() {
            return Map.of(
                    "advertiseAddr",
                    advertiseAddr,
                    "hostname",
                    hostname,
                    "engineSocket",
                    engineSocket,
                    "labels",
                    labels,
                    "logLevel",
                    logLevel);
        }
    }

    /// The script that a machine runs at its first boot to become a node by itself. Its text holds `@BELT_NAMES@` and
    /// `@BELT_TICKET@` in place of what differs from one call of the provider to the next.
    ///
    /// @param cluster the cluster's name
    /// @param managers where to ask, `host:port` with blanks between
    /// @param bundles the node bundles that managers hand out
    /// @param kernel the kernel settings
    /// @param rootPem the cluster's root certificate
    /// @param files the other files, whole
    /// @param operator a script of the operator's own that runs first; empty for none
    record JoinScript(
            String cluster,
            String managers,
            List<Bundle> bundles,
            Kernel kernel,
            String rootPem,
            Files files,
            String operator)
            implements NodeFile {
        public JoinScript {
            bundles = List.copyOf(bundles);
        }

        /// @param version the same for all architectures
        /// @param arch as `uname -m` says
        /// @param sha256 64 hexadecimal digits
        public record Bundle(String version, String arch, String sha256) {}

        /// @param file the drop-in
        /// @param settings what to apply at once
        public record Kernel(String file, List<Setting> settings) {
            public Kernel {
                settings = List.copyOf(settings);
            }
        }

        /// @param atLeast whether a higher value that is there already stays
        public record Setting(String key, long value, boolean atLeast) {}

        /// @param config `beltd.yaml`, with `@BELT_NAME@` and `@BELT_ADDRESS@` for what only the machine knows
        /// @param unit `beltd.service`
        /// @param supervise for machines without systemd
        /// @param engineConfig `daemon.json`; empty for machines without an engine
        public record Files(String config, String unit, String supervise, String engineConfig) {}

        @Override
        public String template() {
            return "join.sh";
        }

        @Override
        public Map<String, Object> variables() {
            var all = new LinkedHashMap<String, Object>();
            all.put("cluster", cluster);
            all.put("managers", managers);
            all.put("version", bundles.getFirst().version());
            all.put(
                    "bundles",
                    bundles.stream()
                            .map(b -> Map.of("arch", b.arch(), "sha256", b.sha256()))
                            .toList());
            all.put("sysctlFile", kernel.file());
            all.put(
                    "sysctl",
                    kernel.settings().stream()
                            .map(s ->
                                    Map.of(
                                            "key",
                                            s.key(),
                                            "value",
                                            Long.toString(s.value()),
                                            "atLeast",
                                            s.atLeast() ? "1" : "0"))
                            .toList());
            all.put("rootPem", rootPem);
            all.put("config", files.config());
            all.put("unit", files.unit());
            all.put("supervise", files.supervise());
            all.put("engine", !files.engineConfig().isEmpty());
            all.put("engineConfig", files.engineConfig());
            all.put("operator", operator);
            return all;
        }
    }
}
