package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.operate.ClusterKeys;
import belt.cli.operate.NodeWork;
import belt.cli.state.ClusterState;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.Credentials;
import belt.core.BeltException;
import belt.provider.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a docker client reaches a machine.
///
/// @param call the command
/// @param cluster the machine's cluster
/// @param machine as recorded
record Endpoint(Call call, ClusterState cluster, Machine machine) {
    /// `tcp://IP:2376`.
    ///
    /// @throws BeltException.Unreachable if the machine has no address
    String url() {
        String address = Apis.address(machine);
        return "tcp://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port();
    }

    private int port() {
        String own = machine.labels().get(NodeWork.ENGINE_PORT_LABEL);
        return own == null ? Apis.port(call) : Integer.parseInt(own);
    }

    /// Where `ca.pem`, `cert.pem` and `key.pem` are: Docker Machine's own for a machine that was imported and not made a
    /// node since, else the cluster's, which are made or renewed where that is due.
    Path certificates() {
        Optional<Path> imported = imported();
        if (imported.isPresent()) {
            return imported.get();
        }
        Path own = cluster.folder().resolve("certs");
        boolean canIssue = Files.isWritable(cluster.folder().resolve("pki/ca-key.pem"));
        if (canIssue || !Files.exists(own.resolve("cert.pem"))) {
            new ClusterKeys(cluster, call.io().clock())
                    .ensureClientCertificate(System.getProperty("user.name", "operator"));
        }
        return own.toAbsolutePath();
    }

    /// Where Docker Machine's own certificates of the machine are; empty if it answers to the cluster's.
    Optional<Path> imported() {
        Path folder = cluster.imported(machine.name());
        return Files.exists(folder.resolve("cert.pem"))
                ? Optional.of(folder.toAbsolutePath())
                : Optional.empty();
    }

    /// What leads a docker client there.
    Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("DOCKER_TLS_VERIFY", "1");
        variables.put("DOCKER_HOST", url());
        variables.put("DOCKER_CERT_PATH", certificates().toString());
        variables.put("DOCKER_MACHINE_NAME", machine.name());
        return variables;
    }

    /// The version of its engine.
    String version(Duration patience) {
        return version(Credentials.read(certificates()), patience);
    }

    /// The same, with certificates that were read already.
    String version(Credentials credentials, Duration patience) {
        try (var client = ClusterClient.of(credentials, Apis.address(machine), port(), patience)) {
            return client.version().text("Version");
        }
    }
}
