package belt.agent.testing;

import belt.agent.task.LocalNode;
import belt.agent.task.TaskWork;
import belt.api.Message.AssignedTask;
import belt.model.ContainerSpec;
import belt.model.EndpointMode;
import belt.model.EndpointSpec;
import belt.model.Healthcheck;
import belt.model.NodeId;
import belt.model.Placement;
import belt.model.Platform;
import belt.model.PortConfig;
import belt.model.Resources;
import belt.model.RestartPolicy;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskRuntime;
import belt.model.TaskSpec;
import belt.model.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Small specs for tests.
public final class Specs {
    public static final LocalNode NODE =
            new LocalNode(
                    new NodeId("n000000000000000000000001"),
                    "node1",
                    "127.0.0.1",
                    new Platform("x86_64", "linux"));

    private Specs() {}

    public static ContainerSpec container(
            String image, List<String> command, List<String> args, List<String> env) {
        return new ContainerSpec(
                image,
                Map.of("tier", "front"),
                command,
                args,
                "",
                env,
                "",
                "",
                List.of(),
                false,
                false,
                false,
                "",
                Duration.ofSeconds(1),
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

    public static ServiceSpec withHealth(ServiceSpec service, Healthcheck check) {
        ContainerSpec spec = service.task().container();
        return service(
                service.task().runtime(),
                new ContainerSpec(
                        spec.image(),
                        spec.labels(),
                        spec.command(),
                        spec.args(),
                        spec.hostname(),
                        spec.env(),
                        spec.dir(),
                        spec.user(),
                        spec.groups(),
                        spec.tty(),
                        spec.openStdin(),
                        spec.readOnly(),
                        spec.stopSignal(),
                        spec.stopGracePeriod(),
                        spec.init(),
                        spec.hosts(),
                        spec.mounts(),
                        spec.secrets(),
                        spec.configs(),
                        check,
                        spec.dns(),
                        spec.sysctls(),
                        spec.capabilityAdd(),
                        spec.capabilityDrop(),
                        spec.ulimits(),
                        spec.isolation(),
                        spec.oomScoreAdj()),
                service.task().limits());
    }

    public static ContainerSpec withUser(ContainerSpec spec, String user) {
        return new ContainerSpec(
                spec.image(),
                spec.labels(),
                spec.command(),
                spec.args(),
                spec.hostname(),
                spec.env(),
                spec.dir(),
                user,
                spec.groups(),
                spec.tty(),
                spec.openStdin(),
                spec.readOnly(),
                spec.stopSignal(),
                spec.stopGracePeriod(),
                spec.init(),
                spec.hosts(),
                spec.mounts(),
                spec.secrets(),
                spec.configs(),
                spec.healthcheck(),
                spec.dns(),
                spec.sysctls(),
                spec.capabilityAdd(),
                spec.capabilityDrop(),
                spec.ulimits(),
                spec.isolation(),
                spec.oomScoreAdj());
    }

    public static ServiceSpec service(
            TaskRuntime runtime, ContainerSpec container, Resources limits, PortConfig... ports) {
        var task =
                new TaskSpec(
                        runtime,
                        container,
                        limits,
                        Resources.NONE,
                        RestartPolicy.DEFAULT,
                        Placement.NONE,
                        null,
                        List.of(),
                        0);
        return new ServiceSpec(
                "web",
                Map.of("team", "blue"),
                task,
                new ServiceMode.Replicated(1),
                null,
                null,
                new EndpointSpec(EndpointMode.VIP, List.of(ports)));
    }

    public static ServiceSpec service() {
        return service(
                TaskRuntime.CONTAINER,
                container("busybox:local", List.of(), List.of("sleep", "60"), List.of()),
                Resources.NONE);
    }

    public static AssignedTask task(String name, TaskState desired) {
        return new AssignedTask(
                new TaskId(name), new ServiceId("s000000000000000000000001"), 1, 1, desired);
    }

    public static TaskWork work(String name, ServiceSpec spec) {
        return new TaskWork(task(name, TaskState.RUNNING), spec, NODE);
    }
}
