package belt.http.check;

import belt.http.shape.Rpc;
import belt.model.ContainerSpec;
import belt.model.FileReference;
import belt.model.Healthcheck;
import belt.model.Mount;
import belt.model.Resources;
import belt.model.RestartPolicy;
import belt.model.TaskRuntime;
import belt.model.TaskSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a task template may contain.
final class TaskCheck {
    private static final long MIN_NANO_CPUS = 1_000_000;
    private static final long MIN_MEMORY_BYTES = 4L << 20;
    private static final Duration MIN_HEALTH_TIME = Duration.ofMillis(1);

    private TaskCheck() {}

    static void check(TaskSpec task) {
        resources(task.limits());
        resources(task.reservations());
        restart(task.restart());
        Constraints.check(task.placement().constraints());
        if (task.placement().maxReplicas() < 0) {
            throw Rpc.invalidArgument("TaskSpec: max replicas per node cannot be negative");
        }
        image(task);
        mounts(task.container().mounts());
        health(task.container().healthcheck());
        references("secret", task.container().secrets());
        references("config", task.container().configs());
    }

    private static void image(TaskSpec task) {
        ContainerSpec container = task.container();
        if (task.runtime() == TaskRuntime.EXEC) {
            if (container.command().isEmpty() && container.args().isEmpty()) {
                throw Rpc.invalidArgument("ContainerSpec: a process needs a command");
            }
            return;
        }
        if (container.image().isEmpty()) {
            throw Rpc.invalidArgument("ContainerSpec: image reference must be provided");
        }
        if (!ImageName.isValid(container.image())) {
            throw Rpc.invalidArgument(
                    "ContainerSpec: \"" + container.image() + "\" is not a valid repository/tag");
        }
    }

    private static void resources(Resources resources) {
        if (resources.nanoCpus() != 0 && resources.nanoCpus() < MIN_NANO_CPUS) {
            String cpus =
                    BigDecimal.valueOf(resources.nanoCpus(), 9)
                            .stripTrailingZeros()
                            .toPlainString();
            throw Rpc.invalidArgument("invalid cpu value " + cpus + ": Must be at least 0.001");
        }
        if (resources.memoryBytes() != 0 && resources.memoryBytes() < MIN_MEMORY_BYTES) {
            throw Rpc.invalidArgument(
                    "invalid memory value " + resources.memoryBytes() + ": Must be at least 4MiB");
        }
    }

    private static void restart(RestartPolicy policy) {
        if (policy.delay() != null && policy.delay().isNegative()) {
            throw Rpc.invalidArgument("TaskSpec: restart-delay cannot be negative");
        }
        if (policy.window() != null && policy.window().isNegative()) {
            throw Rpc.invalidArgument("TaskSpec: restart-window cannot be negative");
        }
    }

    private static void mounts(List<Mount> mounts) {
        Set<String> targets = new HashSet<>();
        for (Mount mount : mounts) {
            if (!targets.add(mount.target())) {
                throw Rpc.invalidArgument(
                        "ContainerSpec: duplicate mount point: " + mount.target());
            }
        }
    }

    private static void health(@Nullable Healthcheck check) {
        if (check == null) {
            return;
        }
        requireTime("Interval", check.interval());
        requireTime("Timeout", check.timeout());
        requireTime("StartPeriod", check.startPeriod());
        requireTime("StartInterval", check.startInterval());
        if (check.retries() < 0) {
            throw Rpc.invalidArgument("ContainerSpec: Retries in HealthConfig cannot be negative");
        }
    }

    private static void requireTime(String name, Duration value) {
        if (!value.isZero() && value.compareTo(MIN_HEALTH_TIME) < 0) {
            throw Rpc.invalidArgument(
                    "ContainerSpec: " + name + " in HealthConfig cannot be less than 1ms");
        }
    }

    /// There are none to refer to yet.
    private static void references(String kind, List<FileReference> files) {
        if (!files.isEmpty()) {
            List<String> names = files.stream().map(FileReference::name).toList();
            throw Rpc.invalidArgument(
                    (names.size() == 1 ? kind : kind + "s")
                            + " not found: "
                            + String.join(", ", names));
        }
    }
}
