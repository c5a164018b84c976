package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Opt;
import belt.cli.json.Json;
import belt.cli.operate.NodeWork;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The flags of `create` that all drivers share, about the engine and classic Swarm.
final class EngineFlags {
    private static final String USUAL_URL = "https://get.docker.com";

    private final Opt<String> installUrl =
            Opt.text("--engine-install-url", "URL")
                    .help("no effect: the engine comes from the system's own packages");
    private final Opt<Map<String, String>> opt =
            Opt.pairs("--engine-opt", "FLAG=VALUE").help("a setting of the engine's daemon.json");
    private final Opt<List<String>> insecure =
            Opt.list("--engine-insecure-registry", "REGISTRY")
                    .help("a registry to talk to without TLS");
    private final Opt<List<String>> mirror =
            Opt.list("--engine-registry-mirror", "URL").help("a mirror of the public registry");
    private final Opt<Map<String, String>> label =
            Opt.pairs("--engine-label", "KEY=VALUE").help("a label of the machine and its node");
    private final Opt<String> storage =
            Opt.text("--engine-storage-driver", "NAME").help("the engine's storage driver");
    private final Opt<Map<String, String>> env =
            Opt.pairs("--engine-env", "KEY=VALUE")
                    .help("a proxy variable of the engine: HTTP_PROXY, …");
    private final Opt<List<String>> san =
            Opt.list("--tls-san", "NAME").help("one more name in the server certificate");
    private final List<Opt<?>> swarm =
            List.of(
                    Opt.flag("--swarm").hide(),
                    Opt.flag("--swarm-master").hide(),
                    Opt.flag("--swarm-experimental").hide(),
                    Opt.text("--swarm-image", "IMAGE").hide(),
                    Opt.text("--swarm-discovery", "URL").hide(),
                    Opt.text("--swarm-strategy", "NAME").hide(),
                    Opt.text("--swarm-host", "URL").hide(),
                    Opt.text("--swarm-addr", "ADDRESS").hide(),
                    Opt.list("--swarm-opt", "FLAG=VALUE").hide(),
                    Opt.list("--swarm-join-opt", "FLAG=VALUE").hide());

    Opt<?>[] opts() {
        var all =
                new ArrayList<Opt<?>>(
                        List.of(opt, insecure, mirror, label, storage, env, installUrl, san));
        all.addAll(swarm);
        return all.toArray(Opt<?>[]::new);
    }

    /// @throws BeltException.InvalidInput for a flag of classic Swarm
    void check(Call call) {
        for (Opt<?> each : swarm) {
            if (call.values().given(each)) {
                throw Config.classicSwarm(each.longName());
            }
        }
        String url =
                call.find(installUrl)
                        .or(() -> call.io().variable("MACHINE_DOCKER_INSTALL_URL"))
                        .orElse(USUAL_URL);
        if (!url.equals(USUAL_URL)) {
            call.out()
                    .warn(
                            "--engine-install-url has no effect: belt installs the engine from the system's own packages");
        }
    }

    /// The machine's labels: Docker Machine labelled each engine with its driver too.
    Map<String, String> labels(Call call, String driver) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("provider", driver);
        labels.putAll(call.get(label));
        if (!call.get(san).isEmpty()) {
            labels.put(NodeWork.SAN_LABEL, String.join(",", call.get(san)));
        }
        return labels;
    }

    /// What has to stand in the engine's configuration before it is installed; empty if nothing was asked for.
    Map<String, Object> settings(Call call) {
        var settings = new LinkedHashMap<String, Object>();
        call.get(opt).forEach((key, value) -> settings.put(key, typed(value)));
        List<String> mirrors = new ArrayList<>(call.get(mirror));
        if (mirrors.isEmpty()) {
            call.io().variable("ENGINE_REGISTRY_MIRROR").ifPresent(mirrors::add);
        }
        if (!mirrors.isEmpty()) {
            settings.put("registry-mirrors", mirrors);
        }
        if (!call.get(insecure).isEmpty()) {
            settings.put("insecure-registries", call.get(insecure));
        }
        call.find(storage).ifPresent(name -> settings.put("storage-driver", name));
        Map<String, String> proxies = proxies(call.get(env));
        if (!proxies.isEmpty()) {
            settings.put("proxies", proxies);
        }
        return settings;
    }

    /// The engine's configuration as a file.
    static String json(Map<String, Object> settings) {
        return Json.pretty(settings) + "\n";
    }

    /// daemon.json knows the proxies by name, and no other variable.
    private Map<String, String> proxies(Map<String, String> variables) {
        var proxies = new LinkedHashMap<String, String>();
        variables.forEach((name, value) -> {
            switch (name.toUpperCase(java.util.Locale.ROOT)) {
                case "HTTP_PROXY" -> proxies.put("http-proxy", value);
                case "HTTPS_PROXY" -> proxies.put("https-proxy", value);
                case "NO_PROXY" -> proxies.put("no-proxy", value);
                default ->
                        throw new BeltException.InvalidInput(
                                CliProblem.BAD_VALUE,
                                env.longName()
                                        + ": "
                                        + name
                                        + " is none of HTTP_PROXY, HTTPS_PROXY and NO_PROXY");
            }
        });
        return proxies;
    }

    private static Object typed(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> value.matches("[0-9]{1,15}") ? (Object) Long.valueOf(value) : value;
        };
    }
}
