package belt.control;

import belt.core.RandomId;
import belt.model.Availability;
import belt.model.ContainerSpec;
import belt.model.EndpointSpec;
import belt.model.EngineDescription;
import belt.model.FailureAction;
import belt.model.Membership;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Placement;
import belt.model.Platform;
import belt.model.Resources;
import belt.model.RestartPolicy;
import belt.model.Role;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.TaskRuntime;
import belt.model.TaskSpec;
import belt.model.UpdateConfig;
import belt.model.UpdateOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Services and nodes for tests.
public final class Specs {
    private Specs() {}

    public static ContainerSpec container(String image) {
        return new ContainerSpec(
                image,
                Map.of(),
                List.of(),
                List.of(),
                "",
                List.of(),
                "",
                "",
                List.of(),
                false,
                false,
                false,
                "",
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                ContainerSpec.Dns.NONE,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                0);
    }

    public static TaskSpec task(String image) {
        return new TaskSpec(
                TaskRuntime.CONTAINER,
                container(image),
                Resources.NONE,
                Resources.NONE,
                RestartPolicy.DEFAULT,
                Placement.NONE,
                null,
                List.of(),
                0);
    }

    public static TaskSpec reserving(TaskSpec task, Resources reservations) {
        return new TaskSpec(
                task.runtime(),
                task.container(),
                task.limits(),
                reservations,
                task.restart(),
                task.placement(),
                task.logDriver(),
                task.networks(),
                task.forceUpdate());
    }

    public static TaskSpec placed(TaskSpec task, Placement placement) {
        return new TaskSpec(
                task.runtime(),
                task.container(),
                task.limits(),
                task.reservations(),
                task.restart(),
                placement,
                task.logDriver(),
                task.networks(),
                task.forceUpdate());
    }

    public static TaskSpec restarting(TaskSpec task, RestartPolicy restart) {
        return new TaskSpec(
                task.runtime(),
                task.container(),
                task.limits(),
                task.reservations(),
                restart,
                task.placement(),
                task.logDriver(),
                task.networks(),
                task.forceUpdate());
    }

    public static ServiceSpec spec(String name, TaskSpec task, ServiceMode mode) {
        return new ServiceSpec(name, Map.of(), task, mode, null, null, null);
    }

    public static ServiceSpec replicated(String name, long replicas) {
        return spec(name, task("hello"), new ServiceMode.Replicated(replicas));
    }

    public static ServiceSpec global(String name) {
        return spec(name, task("hello"), new ServiceMode.Global());
    }

    public static ServiceSpec withTask(ServiceSpec spec, UnaryOperator<TaskSpec> change) {
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                change.apply(spec.task()),
                spec.mode(),
                spec.update(),
                spec.rollback(),
                spec.endpoint());
    }

    public static ServiceSpec withImage(ServiceSpec spec, String image) {
        return withTask(
                spec,
                task ->
                        new TaskSpec(
                                task.runtime(),
                                container(image),
                                task.limits(),
                                task.reservations(),
                                task.restart(),
                                task.placement(),
                                task.logDriver(),
                                task.networks(),
                                task.forceUpdate()));
    }

    public static ServiceSpec withUpdate(ServiceSpec spec, UpdateConfig update) {
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                spec.task(),
                spec.mode(),
                update,
                spec.rollback(),
                spec.endpoint());
    }

    public static ServiceSpec withEndpoint(ServiceSpec spec, @Nullable EndpointSpec endpoint) {
        return new ServiceSpec(
                spec.name(),
                spec.labels(),
                spec.task(),
                spec.mode(),
                spec.update(),
                spec.rollback(),
                endpoint);
    }

    public static Service service(ServiceSpec spec) {
        return new Service(
                new ServiceId(RandomId.next()), Meta.NEW, spec, 0, null, 0, List.of(), null, 0);
    }

    public static Resources resources(int cpus, long memoryMiB) {
        return new Resources(cpus * 1_000_000_000L, memoryMiB << 20, 0, List.of());
    }

    public static UpdateConfig update(long parallelism, UpdateOrder order, FailureAction action) {
        return new UpdateConfig(parallelism, Duration.ZERO, action, null, 0, order);
    }

    public static Node node(String name, Map<String, String> labels, Resources resources) {
        return new Node(
                new NodeId(RandomId.next()),
                0,
                Meta.NEW,
                new NodeSpec("", labels, Role.WORKER, Availability.ACTIVE),
                Role.WORKER,
                Membership.ACCEPTED,
                new NodeDescription(
                        name,
                        new Platform("x86_64", "linux"),
                        resources,
                        new EngineDescription("20.10.24", Map.of(), List.of()),
                        new NodeDescription.TlsInfo("", "", ""),
                        "0.1.0"),
                new NodeStatus(NodeState.UNKNOWN, "", "10.0.0.1"),
                null);
    }

    public static Node node(String name) {
        return node(name, Map.of(), resources(4, 8192));
    }
}
