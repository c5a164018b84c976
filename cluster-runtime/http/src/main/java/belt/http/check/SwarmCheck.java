package belt.http.check;

import belt.http.server.ApiError;
import belt.http.shape.Rpc;
import belt.model.ClusterSpec;
import java.time.Duration;

/// What the spec of a cluster and the requests about it may contain.
public final class SwarmCheck {
    private static final Duration MIN_CERT_EXPIRY = Duration.ofHours(1);
    private static final int MIN_DATA_PATH_PORT = 1024;
    private static final int MAX_DATA_PATH_PORT = 49_151;
    private static final int MAX_SUBNET_SIZE = 29;

    private SwarmCheck() {}

    /// @param now the spec that is in force, or the defaults at `init`
    /// @throws ApiError for what Swarm refuses, and for what this runtime cannot do yet
    public static void check(ClusterSpec spec, ClusterSpec now) {
        if (!spec.name().equals("default")) {
            throw ApiError.badRequest("swarm spec must be named \"default\"");
        }
        if (spec.nodeCertExpiry().compareTo(MIN_CERT_EXPIRY) < 0) {
            throw Rpc.invalidArgument("minimum certificate expiry time is: 1h0m0s");
        }
        if (spec.autoLockManagers()) {
            throw Rpc.unimplemented("auto-lock of managers is not supported");
        }
        if (spec.forceRotate() != now.forceRotate()) {
            throw Rpc.unimplemented("rotation of the cluster's root certificate is not supported");
        }
        if (spec.taskHistoryRetentionLimit() < 0) {
            throw Rpc.invalidArgument("TaskHistoryRetentionLimit cannot be negative");
        }
    }

    /// @param port 0 means the default
    public static void checkDataPathPort(long port) {
        if (port != 0 && (port < MIN_DATA_PATH_PORT || port > MAX_DATA_PATH_PORT)) {
            throw ApiError.badRequest(
                    "Datapath port number is not in valid range (1024-49151) : " + port);
        }
    }

    /// @param size 0 means the default
    public static void checkSubnetSize(long size) {
        if (size < 0 || size > MAX_SUBNET_SIZE) {
            throw ApiError.badRequest("subnet size is out of range: " + size);
        }
    }
}
