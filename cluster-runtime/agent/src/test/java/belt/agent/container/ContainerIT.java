package belt.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import belt.agent.task.StartGate;
import belt.agent.testing.PrivateEngine;
import belt.agent.testing.Specs;
import belt.agent.testing.TestNode;
import belt.agent.testing.Wait;
import belt.core.RandomId;
import belt.model.Healthcheck;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Resources;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskRuntime;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerIT {
    private static @Nullable PrivateEngine docker;
    @TempDir private Path folder;
    private TestNode node;
    private final String task = RandomId.next();

    @BeforeAll
    static void startEngine() throws Exception {
        docker = PrivateEngine.start(Files.createTempDirectory("belt-engine-"));
    }

    @AfterAll
    static void stopEngine() throws Exception {
        if (docker != null) {
            docker.stop();
        }
    }

    private static PrivateEngine docker() {
        return java.util.Objects.requireNonNull(docker);
    }

    @BeforeEach
    void open() {
        node = newNode();
    }

    private TestNode newNode() {
        return new TestNode(
                folder,
                timer ->
                        new ContainerExecutor(
                                docker().engine, Specs.NODE.id(), new StartGate(16), timer));
    }

    @AfterEach
    void close() throws InterruptedException {
        node.remove(task);
        assertThat(docker().engine.find("web.1." + task)).isEmpty();
        node.close();
    }

    private static ServiceSpec shell(String text, PortConfig... ports) {
        return Specs.service(
                TaskRuntime.CONTAINER,
                Specs.container(
                        "busybox:local",
                        List.of("sh", "-c"),
                        List.of(text),
                        List.of("WHO={{.Service.Name}}.{{.Task.Slot}}@{{.Node.Hostname}}")),
                new Resources(500_000_000L, 32L << 20, 50, List.of()),
                ports);
    }

    @Test
    void runsTheCommandWithNamesLabelsAndLimits() throws InterruptedException {
        node.run(task, shell("echo $WHO; echo oops >&2; exit 3"));

        TaskStatus status = node.await(task, TaskState.FAILED);

        assertThat(status.error()).isEqualTo("task: non-zero exit (3)");
        assertThat(status.container()).isNotNull();
        assertThat(node.log(task, false, -1).lines())
                .containsExactlyInAnyOrder("1:web.1@node1", "2:oops");
        String seen =
                docker().docker(
                                "inspect",
                                "-f",
                                "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}"
                                        + " {{index .Config.Labels \"com.docker.swarm.service.name\"}}"
                                        + " {{.Config.Labels.tier}}",
                                "web.1." + task);
        assertThat(seen.strip()).isEqualTo("33554432 500000000 50 web front");
    }

    @Test
    void completesWhenTheCommandEndsWell() throws InterruptedException {
        node.run(task, shell("exit 0"));

        assertThat(node.await(task, TaskState.COMPLETE).message()).isEqualTo("finished");
    }

    @Test
    void saysThatThereIsNoSuchImage() throws InterruptedException {
        var container = Specs.container("localhost:1/nope:x", List.of(), List.of(), List.of());
        node.run(task, Specs.service(TaskRuntime.CONTAINER, container, Resources.NONE));

        assertThat(node.await(task, TaskState.REJECTED).error())
                .isEqualTo("No such image: localhost:1/nope:x");
    }

    @Test
    void failsWhatTheEngineCannotStart() throws InterruptedException {
        var container = Specs.container("busybox:local", List.of("/no/such"), List.of(), List.of());
        node.run(task, Specs.service(TaskRuntime.CONTAINER, container, Resources.NONE));

        assertThat(node.await(task, TaskState.FAILED).error())
                .startsWith("starting container failed: ");
    }

    @Test
    void stopsWithinTheGraceTime() throws InterruptedException {
        node.run(task, shell("trap 'exit 0' TERM; while :; do sleep 0.1; done"));
        node.await(task, TaskState.RUNNING);

        node.assign(shell(""), Specs.task(task, TaskState.SHUTDOWN));

        TaskStatus status = node.await(task, TaskState.SHUTDOWN);
        assertThat(status.ports()).isEmpty();
        assertThat(docker().engine.find("web.1." + task).orElseThrow().ended()).isTrue();
    }

    @Test
    void reportsHostPortsAndTheWayToIngressTargets() throws InterruptedException {
        node.run(
                task,
                shell(
                        "httpd -f -p 80",
                        new PortConfig("", Protocol.TCP, 80, 8080, PublishMode.INGRESS),
                        new PortConfig("", Protocol.TCP, 81, 0, PublishMode.HOST),
                        new PortConfig("", Protocol.TCP, 82, 18082, PublishMode.HOST)));

        List<PortConfig> ports = node.await(task, TaskState.RUNNING).ports();

        assertThat(ports).extracting(PortConfig::target).containsExactly(80, 81, 82);
        assertThat(ports.get(0).published()).isPositive().isNotEqualTo(8080);
        assertThat(ports.get(0).mode()).isEqualTo(PublishMode.INGRESS);
        assertThat(ports.get(1).published()).isPositive();
        assertThat(ports.get(2).published()).isEqualTo(18082);
    }

    @Test
    void takesUpWhatRunsAfterARestartAndWhatEndedMeanwhile() throws InterruptedException {
        String other = RandomId.next();
        node.run(task, shell("sleep 60"));
        node.run(other, shell("while [ ! -e /tmp/stop ]; do sleep 0.05; done; exit 5"));
        TaskStatus before = node.await(task, TaskState.RUNNING);
        node.await(other, TaskState.RUNNING);
        node.close();
        docker().docker("exec", "web.1." + other, "sh", "-c", "echo > /tmp/stop");

        node = newNode();

        assertThat(node.await(other, TaskState.FAILED).error())
                .isEqualTo("task: non-zero exit (5)");
        assertThat(node.tasks.snapshot())
                .filteredOn(update -> update.id().equals(new TaskId(task)))
                .extracting(update -> update.status())
                .containsExactly(before);
        docker().docker("kill", "web.1." + task);
        assertThat(node.await(task, TaskState.FAILED).error())
                .isEqualTo("task: non-zero exit (137)");
        node.remove(other);
    }

    @Test
    void runsOnlyOnceHealthyAndFailsWhenUnhealthy() throws InterruptedException {
        var check =
                new Healthcheck(
                        List.of("CMD-SHELL", "test -e /tmp/well"),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ZERO,
                        50);
        node.run(task, Specs.withHealth(shell("sleep 60"), check));
        node.await(task, TaskState.STARTING);
        Wait.until("started", () -> isRunning());

        docker().docker("exec", "web.1." + task, "sh", "-c", "echo > /tmp/well");

        node.await(task, TaskState.RUNNING);
    }

    private boolean isRunning() {
        try {
            return docker().engine
                    .find("web.1." + task)
                    .filter(state -> state.phase().equals("running"))
                    .isPresent();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void removesContainersOfTasksThatAreNotOurs() throws InterruptedException {
        node.run(task, shell("sleep 60"));
        node.await(task, TaskState.RUNNING);
        node.close();
        try (var fresh =
                new TestNode(
                        folder.resolve("empty"),
                        timer ->
                                new ContainerExecutor(
                                        docker().engine,
                                        Specs.NODE.id(),
                                        new StartGate(16),
                                        timer))) {
            fresh.tasks.apply(
                    new belt.api.Message.Assignments(true, List.of(), List.of(), List.of()));
            Wait.until("swept", () -> !isRunning());
        }
        node = newNode();
        assertThat(node.await(task, TaskState.FAILED).error())
                .isEqualTo("No such container: web.1." + task);
    }

    @Test
    void noticesWhatARestartOfTheEngineDidToItsContainers() throws Exception {
        node.run(task, shell("sleep 60"));
        node.await(task, TaskState.RUNNING);

        docker().restart();

        assertThat(node.await(task, TaskState.FAILED).error()).startsWith("task: non-zero exit (");
    }

    @Test
    void startsManyAtOnce() throws InterruptedException {
        var names = java.util.stream.Stream.generate(RandomId::next).limit(12).toList();
        long begin = System.nanoTime();
        names.forEach(name -> node.run(name, shell("sleep 60")));
        for (String name : names) {
            node.await(name, TaskState.RUNNING);
        }
        System.out.println(
                "12 containers ran after "
                        + Duration.ofNanos(System.nanoTime() - begin).toMillis()
                        + " ms");
        node.remove(names.toArray(String[]::new));
    }
}
