package belt.daemon;

import java.nio.file.Path;
import java.util.List;

/// `/etc/belt/beltd.yaml`, read. The defaults are those of {@link #of(String)}.
///
/// @param advertiseAddress the address by which other nodes reach this one, without a port
/// @param hostname the node's name in the cluster; empty = the kernel's
/// @param stateDir where everything is kept that must survive
/// @param runDir where sockets and the pid file are
/// @param apiListen host:port of the Docker API over TLS; empty = none
/// @param clusterPort TCP port of node streams and joining
/// @param raftPort TCP port of Raft
/// @param tlsDir folder with `ca.pem`, `server.pem` and `server-key.pem`
/// @param engineSocket the local engine's socket; empty = this node has no engine
/// @param labels engine labels, `key=value`
/// @param logLevel `error`, `warn`, `info` or `debug`
public record DaemonConfig(
        String advertiseAddress,
        String hostname,
        Path stateDir,
        Path runDir,
        String apiListen,
        int clusterPort,
        int raftPort,
        Path tlsDir,
        String engineSocket,
        List<String> labels,
        String logLevel) {
    /// The format that this version writes; it reads this one.
    public static final int FORMAT = 1;

    public DaemonConfig {
        labels = List.copyOf(labels);
    }

    /// All defaults.
    public static DaemonConfig of(String advertiseAddress) {
        return new DaemonConfig(
                advertiseAddress,
                "",
                Path.of("/var/lib/belt"),
                Path.of("/run/belt"),
                "0.0.0.0:2376",
                2377,
                2378,
                Path.of("/etc/belt/tls"),
                "/run/docker.sock",
                List.of(),
                "info");
    }

    Path apiSocket() {
        return runDir.resolve("docker.sock");
    }
}
