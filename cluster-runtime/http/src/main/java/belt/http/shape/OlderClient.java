package belt.http.shape;

import belt.http.server.ApiVersion;
import belt.model.ContainerSpec;
import belt.model.Healthcheck;
import belt.model.Placement;
import belt.model.Resources;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Drops what a client of an older API version cannot have meant (swarm-semantics §9.1): Docker's server does the same.
public final class OlderClient {
    private OlderClient() {}

    /// The spec as the named version knows it.
    public static ServiceSpec drop(ServiceSpec spec, ApiVersion version) {
        if (!version.before(46)) {
            return spec;
        }
        ServiceMode mode =
                version.before(41) && ServiceJson.isJob(spec.mode())
                        ? new ServiceMode.Replicated(1)
                        : spec.mode();
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                task(spec.task(), version),
                mode,
                spec.update(),
                spec.rollback(),
                spec.endpoint());
    }

    private static TaskSpec task(TaskSpec task, ApiVersion version) {
        Resources limits = task.limits();
        Placement placement = task.placement();
        return new TaskSpec(
                task.runtime(),
                container(task.container(), version),
                version.before(41)
                        ? new Resources(
                                limits.nanoCpus(), limits.memoryBytes(), 0, limits.generic())
                        : limits,
                task.reservations(),
                task.restart(),
                version.before(40)
                        ? new Placement(
                                placement.constraints(),
                                placement.spreadOver(),
                                0,
                                placement.platforms())
                        : placement,
                task.logDriver(),
                task.networks(),
                task.forceUpdate());
    }

    private static ContainerSpec container(ContainerSpec c, ApiVersion version) {
        boolean noCapabilities = version.before(41);
        return new ContainerSpec(
                c.image(),
                c.labels(),
                c.command(),
                c.args(),
                c.hostname(),
                c.env(),
                c.dir(),
                c.user(),
                c.groups(),
                c.tty(),
                c.openStdin(),
                c.readOnly(),
                c.stopSignal(),
                c.stopGracePeriod(),
                c.init(),
                c.hosts(),
                c.mounts(),
                c.secrets(),
                c.configs(),
                health(c.healthcheck(), version),
                c.dns(),
                version.before(40) ? Map.of() : c.sysctls(),
                noCapabilities ? List.of() : c.capabilityAdd(),
                noCapabilities ? List.of() : c.capabilityDrop(),
                noCapabilities ? List.of() : c.ulimits(),
                c.isolation(),
                0);
    }

    private static @Nullable Healthcheck health(@Nullable Healthcheck check, ApiVersion version) {
        return check == null || !version.before(44)
                ? check
                : new Healthcheck(
                        check.test(),
                        check.interval(),
                        check.timeout(),
                        check.startPeriod(),
                        Duration.ZERO,
                        check.retries());
    }
}
