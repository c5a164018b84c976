package belt.http.shape;

import belt.model.ContainerSpec;
import belt.model.RestartCondition;
import belt.model.RestartPolicy;
import belt.model.ServiceSpec;
import belt.model.TaskSpec;
import belt.model.UpdateConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What `insertDefaults=true` adds to a spec that is shown (SwarmKit `api/defaults/service.go`). Nothing that was said is
/// changed.
public final class ServiceDefaults {
    private static final Duration STOP_GRACE_PERIOD = Duration.ofSeconds(10);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(5);
    private static final Duration MONITOR = Duration.ofSeconds(5);

    private ServiceDefaults() {}

    /// The spec with its gaps filled.
    public static ServiceSpec insert(ServiceSpec spec) {
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                task(spec.task()),
                spec.mode(),
                update(spec.update()),
                update(spec.rollback()),
                spec.endpoint());
    }

    private static TaskSpec task(TaskSpec task) {
        return new TaskSpec(
                task.runtime(),
                container(task.container()),
                task.limits(),
                task.reservations(),
                restart(task.restart()),
                task.placement(),
                task.logDriver(),
                task.networks(),
                task.forceUpdate());
    }

    private static RestartPolicy restart(RestartPolicy policy) {
        return policy.equals(RestartPolicy.DEFAULT)
                ? new RestartPolicy(RestartCondition.ANY, RESTART_DELAY, 0, null)
                : new RestartPolicy(
                        policy.condition(),
                        policy.delayOrDefault(),
                        policy.maxAttempts(),
                        policy.window());
    }

    private static UpdateConfig update(@Nullable UpdateConfig config) {
        UpdateConfig base = config == null ? UpdateConfig.DEFAULT : config;
        return new UpdateConfig(
                base.parallelism(),
                base.delay(),
                base.failureAction(),
                base.monitor() == null ? MONITOR : base.monitor(),
                base.maxFailureRatio(),
                base.order());
    }

    private static ContainerSpec container(ContainerSpec c) {
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
                c.stopGracePeriod() == null ? STOP_GRACE_PERIOD : c.stopGracePeriod(),
                c.init(),
                c.hosts(),
                c.mounts(),
                c.secrets(),
                c.configs(),
                c.healthcheck(),
                c.dns(),
                c.sysctls(),
                c.capabilityAdd(),
                c.capabilityDrop(),
                c.ulimits(),
                c.isolation(),
                c.oomScoreAdj());
    }
}
