package belt.provision;

/// Where things are on a node: docs/design/contracts.md §1.
public final class NodePaths {
    public static final String BUNDLES = "/opt/belt";
    public static final String CURRENT = "/opt/belt/current";
    public static final String BELTD = "/opt/belt/current/bin/beltd";
    public static final String CONFIG_DIR = "/etc/belt";
    public static final String CONFIG = "/etc/belt/beltd.yaml";
    public static final String SUPERVISE = "/etc/belt/supervise";

    /// Checksum over what the running daemon was started with.
    public static final String APPLIED = "/etc/belt/.applied";

    /// Kernel values that the machine refused to take, `key=value`.
    public static final String SYSCTL_REFUSED = "/etc/belt/sysctl.refused";

    /// Kernel values from before belt's first change, `key=value`.
    public static final String SYSCTL_BEFORE = "/etc/belt/sysctl.before";

    public static final String SYSCTL_DIR = "/etc/sysctl.d";
    public static final String SYSCTL = "/etc/sysctl.d/90-belt.conf";
    public static final String TLS_DIR = "/etc/belt/tls";
    public static final String TLS_CA = "/etc/belt/tls/ca.pem";
    public static final String TLS_SERVER = "/etc/belt/tls/server.pem";
    public static final String TLS_KEY = "/etc/belt/tls/server-key.pem";
    public static final String UNIT = "/etc/systemd/system/beltd.service";
    public static final String ENGINE_DIR = "/etc/docker";
    public static final String ENGINE_CONFIG = "/etc/docker/daemon.json";
    public static final String ENGINE_SOCKET = "/run/docker.sock";
    public static final String SOCKET = "/run/belt/docker.sock";
    public static final String RUN_DIR = "/run/belt";
    public static final String LOG = "/var/log/belt/beltd.log";
    public static final String LOG_DIR = "/var/log/belt";
    public static final String STATE_DIR = "/var/lib/belt";

    /// Node bundles that a manager hands out, each named by its digest.
    public static final String SHELF = "/var/lib/belt/bundles";

    /// What a machine that joins by itself did.
    public static final String JOIN_LOG = "/var/log/belt/join.log";

    private NodePaths() {}
}
