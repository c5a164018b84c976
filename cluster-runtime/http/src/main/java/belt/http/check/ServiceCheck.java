package belt.http.check;

import belt.http.server.ApiError;
import belt.http.shape.Rpc;
import belt.model.EndpointMode;
import belt.model.EndpointSpec;
import belt.model.NetworkAttachmentConfig;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.UpdateConfig;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a service spec may contain (swarm-semantics §8.3). Rules that need the cluster's state, such as whether a name
/// is taken, belong to whoever stores it.
public final class ServiceCheck {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*");
    private static final int MAX_NAME = 63;
    private static final Set<String> PREDEFINED_NETWORKS = Set.of("bridge", "host", "none");

    private ServiceCheck() {}

    /// @throws ApiError with Swarm's status and text for the first thing that is wrong
    public static void check(ServiceSpec spec) {
        name(spec.name());
        TaskCheck.check(spec.task());
        mode(spec);
        update(spec.update());
        update(spec.rollback());
        endpoint(spec.endpoint());
        for (NetworkAttachmentConfig network : spec.task().networks()) {
            if (!PREDEFINED_NETWORKS.contains(network.target())) {
                throw ApiError.notFound("network " + network.target() + " not found");
            }
        }
    }

    private static void name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Rpc.invalidArgument("name must be valid as a DNS name component");
        }
        if (name.length() > MAX_NAME) {
            throw Rpc.invalidArgument("name must be 63 characters or fewer");
        }
    }

    private static void mode(ServiceSpec spec) {
        boolean job =
                switch (spec.mode()) {
                    case ServiceMode.Replicated(long replicas) -> {
                        requireCount(replicas, "Number of replicas must be non-negative");
                        yield false;
                    }
                    case ServiceMode.ReplicatedJob(long concurrent, long total) -> {
                        requireCount(concurrent, "Maximum concurrent jobs must not be negative");
                        requireCount(total, "Total completed jobs must not be negative");
                        yield true;
                    }
                    case ServiceMode.Global() -> false;
                    case ServiceMode.GlobalJob() -> true;
                };
        if (job && (spec.update() != null || spec.rollback() != null)) {
            throw Rpc.invalidArgument("Jobs may not have an update config");
        }
    }

    private static void requireCount(long count, String text) {
        if (count < 0) {
            throw Rpc.invalidArgument(text);
        }
    }

    private static void update(@Nullable UpdateConfig config) {
        if (config == null) {
            return;
        }
        if (config.delay().isNegative()) {
            throw Rpc.invalidArgument("TaskSpec: update-delay cannot be negative");
        }
        if (config.monitor() != null && config.monitor().isNegative()) {
            throw Rpc.invalidArgument("TaskSpec: update-monitor cannot be negative");
        }
        if (config.maxFailureRatio() < 0 || config.maxFailureRatio() > 1) {
            throw Rpc.invalidArgument(
                    "TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1");
        }
        if (config.parallelism() < 0) {
            throw Rpc.invalidArgument("TaskSpec: update-parallelism cannot be negative");
        }
    }

    private static void endpoint(@Nullable EndpointSpec endpoint) {
        if (endpoint == null) {
            return;
        }
        record Published(int port, Protocol protocol, PublishMode mode) {}
        Set<Published> seen = new HashSet<>();
        for (PortConfig port : endpoint.ports()) {
            if (port.target() == 0) {
                throw Rpc.invalidArgument("EndpointSpec: the target port must be 1 to 65535");
            }
            if (endpoint.mode() == EndpointMode.DNSRR && port.mode() == PublishMode.INGRESS) {
                throw Rpc.invalidArgument(
                        "EndpointSpec: port published with ingress mode can't be used with dnsrr"
                                + " mode");
            }
            if (port.published() != 0
                    && !seen.add(new Published(port.published(), port.protocol(), port.mode()))) {
                throw Rpc.invalidArgument("EndpointSpec: duplicate published ports provided");
            }
        }
    }
}
