package belt.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belt.agent.testing.FakeExecutor;
import belt.agent.testing.FakeManagers;
import belt.agent.testing.FakeTimer;
import belt.agent.testing.Specs;
import belt.agent.testing.Wait;
import belt.api.Message;
import belt.api.Message.Assignments;
import belt.api.Message.SpecDelivery;
import belt.model.EngineDescription;
import belt.model.NodeDescription;
import belt.model.Resources;
import belt.model.Role;
import belt.model.TaskId;
import belt.model.TaskState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentTest {
    private final FakeTimer timer = new FakeTimer();
    private final FakeManagers managers = new FakeManagers();
    private final FakeExecutor executor = new FakeExecutor();
    private final List<String> heard = new ArrayList<>();
    private final Agent agent =
            new Agent(
                    () -> Specs.NODE,
                    AgentTest::description,
                    executor,
                    AgentState.forgetful(List.of(FakeManagers.manager(1))),
                    new AgentListener() {
                        @Override
                        public void roleWanted(Role role) {
                            heard.add(role.name());
                        }

                        @Override
                        public void removed(String text) {
                            heard.add(text);
                        }
                    },
                    new Agent.Surroundings(managers, timer, Clock.systemUTC(), new Random(1)));

    private static NodeDescription description() {
        return new NodeDescription(
                "node1",
                Specs.NODE.platform(),
                Resources.NONE,
                new EngineDescription("", Map.of(), List.of()),
                new NodeDescription.TlsInfo("", "", ""),
                "0.1.0");
    }

    @BeforeEach
    void start() {
        managers.answer =
                (stream, message) -> {
                    if (message instanceof Message.Hello) {
                        stream.say(
                                new Message.Welcome(
                                        1,
                                        "s",
                                        Duration.ofSeconds(5),
                                        Role.WORKER,
                                        List.of(FakeManagers.manager(1))));
                    }
                };
        agent.start();
    }

    @AfterEach
    void close() {
        agent.close();
    }

    private void assign(String name) {
        var task = Specs.task(name, TaskState.RUNNING);
        managers.latest()
                .say(
                        new Assignments(
                                true,
                                List.of(new SpecDelivery(task.serviceId(), 1, Specs.service())),
                                List.of(task),
                                List.of()));
    }

    private boolean reported(TaskState state) {
        timer.pass(Duration.ofMillis(10));
        return managers.latest().received.stream()
                .filter(Message.TaskUpdates.class::isInstance)
                .flatMap(message -> ((Message.TaskUpdates) message).updates().stream())
                .anyMatch(update -> update.status().state() == state);
    }

    @Test
    void runsWhatIsAssignedAndSaysSo() throws InterruptedException {
        assign("t1");

        Wait.until("reported", () -> reported(TaskState.RUNNING));
        assertThat(executor.box("t1").runs).isTrue();
        assertThat(heard).containsExactly("WORKER");
    }

    @Test
    void losesNothingWithTheManagerAndGreetsTheNextWithAllItsTasks() throws InterruptedException {
        assign("t1");
        Wait.until("reported", () -> reported(TaskState.RUNNING));
        managers.latest().breakOff();
        assertThat(executor.box("t1").runs).isTrue();

        timer.pass(Duration.ofSeconds(10));

        var hello = (Message.Hello) managers.latest().received.getFirst();
        assertThat(hello.tasks())
                .extracting(update -> update.status().state())
                .containsExactly(TaskState.RUNNING);
        assertThat(executor.box("t1").calls).containsOnlyOnce("start");
    }

    @Test
    void sendsLogsToWhoeverSubscribed() throws InterruptedException {
        assign("t1");
        Wait.until("reported", () -> reported(TaskState.RUNNING));

        managers.latest()
                .say(
                        new Message.LogSubscribe(
                                7,
                                List.of(new TaskId("t1"), new TaskId("gone")),
                                false,
                                true,
                                true,
                                false,
                                null,
                                -1));

        List<Message> got = managers.latest().received;
        Wait.until("end", () -> got.getLast() instanceof Message.LogEnd);
        assertThat(got.getLast()).isEqualTo(new Message.LogEnd(7, "task gone is not on this node"));
        assertThat(got)
                .filteredOn(Message.LogChunk.class::isInstance)
                .singleElement()
                .extracting(message -> ((Message.LogChunk) message).data().toArray())
                .isEqualTo("hello\n".getBytes(UTF_8));
    }

    @Test
    void stopsEverythingAndStaysAwayOnceRemoved() throws InterruptedException {
        assign("t1");
        Wait.until("reported", () -> reported(TaskState.RUNNING));

        managers.latest().say(new Message.Removed("node n1 was removed"));

        Wait.until("stopped", () -> agent.taskCount() == 0);
        timer.pass(Duration.ofMinutes(1));
        assertThat(managers.streams).hasSize(1);
        assertThat(heard).containsExactly("WORKER", "node n1 was removed");
    }
}
