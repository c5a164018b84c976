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
}
