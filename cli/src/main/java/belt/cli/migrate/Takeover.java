package belt.cli.migrate;

import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings the machines of a Docker Machine folder into a cluster's inventory. Nothing is done to the machines, and nothing to
/// the folder. The caller holds the cluster's lock.
final class Takeover {
    private static final String GENERIC = "generic";
    private static final int ENGINE_PORT = 2376;

    /// `id_rsa` is the key of the account; the others are what docker needs, and what the engine has.
    private static final List<String> FILES =
            List.of("id_rsa", "ca.pem", "cert.pem", "key.pem", "server.pem", "server-key.pem");

    private final Estate estate;
    private final Report report;
    private final Map<String, Machine> known = new HashMap<>();

    Takeover(Estate estate, Report report) {
        this.estate = estate;
        this.report = report;
        estate.cluster().inventory().machines().forEach(each -> known.put(each.name(), each));
    }

    /// Takes all machines of a folder.
    void take(MachineStore store) throws InterruptedException {
        var credentials = new TreeMap<String, List<String>>();
        for (Path folder : store.machines()) {
            try {
                MachineConfig config = MachineConfig.read(folder);
                take(store, config);
                for (String key : config.credentials()) {
                    credentials
                            .computeIfAbsent(
                                    config.driverName() + " " + key, _ -> new ArrayList<>())
                            .add(config.name());
                }
            } catch (MachineConfig.Unusable e) {
                report.failed(
                        "machine", folder.getFileName().toString(), String.valueOf(e.getMessage()));
            } catch (BeltException e) {
                report.failed(
                        "machine", folder.getFileName().toString(), String.valueOf(e.getMessage()));
            }
        }
        credentials.forEach(
                (key, machines) -> report.left("credential", key, advice(key, machines)));
        authority(store);
    }

    /// A secret is told, and stays where it is.
    private static String advice(String key, List<String> machines) {
        String driver = key.substring(0, key.indexOf(' '));
        String where =
                "in clear in the config.json of "
                        + machines.getFirst()
                        + (machines.size() > 1 ? " and " + (machines.size() - 1) + " more" : "")
                        + "; not copied";
        String keep = ": put it into a keyring or a file of mode 600, then belt account add NAME ";
        return switch (driver) {
            case "digitalocean" -> where + keep + "digitalocean access-token=file:PATH";
            case "amazonec2" -> where + keep + "aws access-key=file:PATH secret-key=keyring:ENTRY";
            default -> where + ", belt has no use for it";
        };
    }

    private void authority(MachineStore store) {
        if (Files.exists(store.folder().resolve("certs/ca-key.pem"))) {
            report.left(
                    "certificate authority",
                    "certs/ca-key.pem",
                    "each cluster has its own; the engines go on trusting this one until they are provisioned");
        }
    }

    private void take(MachineStore store, MachineConfig config) throws InterruptedException {
        Source source = Source.of(config);
        Machine there = known.get(config.name());
        if (there != null) {
            if (source.isSame(there)) {
                copyFiles(store, config);
                report.known("machine", config.name(), "in " + estate.cluster().name());
            } else {
                report.failed(
                        "machine",
                        config.name(),
                        "there is another machine of this name in " + estate.cluster().name());
            }
            return;
        }
        if (source.address().isEmpty()) {
            report.failed("machine", config.name(), "it has no address");
            return;
        }
        boolean ownKey = copyFiles(store, config);
        Machine machine =
                source.provider().equals(GENERIC)
                        ? generic(config, source, ownKey)
                        : recorded(config, source, ownKey);
        estate.cluster().inventory().put(List.of(machine));
        known.put(machine.name(), machine);
        report.taken("machine", machine.name(), source.note(estate.cluster().name()));
    }

    /// Copies keys and certificates to where only the owner may read them.
    ///
    /// @return whether the machine has an SSH key of its own
    private boolean copyFiles(MachineStore store, MachineConfig config) {
        ClusterState cluster = estate.cluster();
        Path to = cluster.imported(config.name());
        cluster.makeSecretFolder(to);
        for (String name : FILES) {
            Path from = store.fileOf(config.folder(), name);
            boolean isNode = Files.exists(to.resolve("before-belt-" + name));
            try {
                if (Files.isRegularFile(from) && !isNode) {
                    byte[] bytes = Files.readAllBytes(from);
                    if (!Files.exists(to.resolve(name))) {
                        cluster.writeSecret(to.resolve(name), bytes);
                    }
                }
            } catch (IOException e) {
                throw new BeltException.OperationFailed(
                        ImportProblem.NOT_A_STORE, from + " cannot be read: " + e.getMessage(), e);
            }
        }
        return Files.exists(to.resolve("id_rsa"));
    }

    /// The key that the record names, where it lies outside the folder; one of its own is found with the cluster.
    private static String keyFile(MachineConfig config, boolean ownKey) {
        String named = config.driverText("SSHKeyPath");
        return !ownKey && !named.isEmpty() && Files.isReadable(Path.of(named)) ? named : "";
    }

    private static Map<String, String> labels(MachineConfig config) {
        var labels = new LinkedHashMap<>(config.labels());
        labels.put(MachineWork.IMPORTED_LABEL, "docker-machine");
        labels.put(NodeWork.BARE_LABEL, "true");
        int port = config.driverNumber("EnginePort", ENGINE_PORT);
        if (port != ENGINE_PORT) {
            labels.put(NodeWork.ENGINE_PORT_LABEL, Integer.toString(port));
        }
        return labels;
    }

    /// A machine known by its address: the provider `generic` writes it down.
    private Machine generic(MachineConfig config, Source source, boolean ownKey)
            throws InterruptedException {
        var options = new HashMap<String, String>();
        options.put("address", source.address());
        options.put("ssh-user", source.user());
        options.put("ssh-port", Integer.toString(source.port()));
        String key = keyFile(config, ownKey);
        if (!key.isEmpty()) {
            options.put("ssh-key", key);
        }
        try (MachineProvider provider = estate.open(GENERIC, options)) {
            MachineSpec spec = MachineSpec.of("existing", "").withLabels(labels(config));
            CreatePlan plan = provider.plan(CreateRequest.of(List.of(config.name()), spec));
            for (Batch batch : plan.batches()) {
                for (Outcome<Machine> outcome : provider.create(batch, _ -> {})) {
                    return switch (outcome) {
                        case Outcome.Done<Machine>(_, var machine) -> machine;
                        case Outcome.Failed<Machine>(_, var problem) -> throw problem;
                    };
                }
            }
        }
        return recorded(config, source, ownKey);
    }

    /// A cloud's machine, by the cloud's own id.
    private Machine recorded(MachineConfig config, Source source, boolean ownKey) {
        String key = keyFile(config, ownKey);
        return Machine.named(config.name(), source.id(), source.provider(), estate.cluster().name())
                .region(source.region())
                .size(source.size())
                .image(source.image())
                .addresses(List.of(source.address()))
                .ssh(source.user(), source.port(), key.isEmpty() ? null : key)
                .state(MachineState.ACTIVE, "imported, not looked at yet")
                .labels(labels(config))
                .createdAt(created(config))
                .build();
    }

    /// Docker Machine keeps no time: that of its SSH key, which it makes once, comes nearest.
    private Instant created(MachineConfig config) {
        try {
            Path file = config.folder().resolve("id_rsa");
            return Files.getLastModifiedTime(
                            Files.exists(file) ? file : config.folder().resolve("config.json"))
                    .toInstant();
        } catch (IOException _) {
            return estate.call().io().clock().instant();
        }
    }
}
