package belt.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import belt.agent.testing.FakeManagers;
import belt.agent.testing.FakeTimer;
import belt.agent.testing.Specs;
import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.model.EngineDescription;
import belt.model.NodeDescription;
import belt.model.Resources;
import belt.model.Role;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final FakeTimer timer = new FakeTimer();
    private final FakeManagers managers = new FakeManagers();
    private final Host host = new Host();
    private final Session session =
            new Session(
                    managers,
                    timer,
                    host,
                    List.of(FakeManagers.manager(1), FakeManagers.manager(2)),
                    new Random(1));

    private static final class Host implements SessionHost {
        final List<Message> received = new ArrayList<>();
        final List<List<ManagerAddress>> lists = new ArrayList<>();
        final List<String> losses = new ArrayList<>();

        @Override
        public Message.Hello hello() {
            var description =
                    new NodeDescription(
                            "node1",
                            Specs.NODE.platform(),
                            Resources.NONE,
                            new EngineDescription("", Map.of(), List.of()),
                            new NodeDescription.TlsInfo("", "", ""),
                            "0.1.0");
            return new Message.Hello(1, 1, description, "127.0.0.1", List.of());
        }

        @Override
        public void connected(Message.Welcome welcome) {
            received.add(welcome);
        }

        @Override
        public void received(Message message) {
            received.add(message);
        }

        @Override
        public void managers(List<ManagerAddress> list) {
            lists.add(list);
        }

        @Override
        public void disconnected(String why) {
            losses.add(why);
        }
    }

    private static Message.Welcome welcome() {
        return new Message.Welcome(
                1,
                "session",
                Duration.ofSeconds(5),
                Role.WORKER,
                List.of(FakeManagers.manager(1), FakeManagers.manager(2)));
    }

    private void welcomeAll() {
        managers.answer =
                (stream, message) -> {
                    if (message instanceof Message.Hello) {
                        stream.say(welcome());
                    }
                };
    }

    private static TaskStatus status(TaskState state) {
        return TaskStatus.of(state, Instant.EPOCH);
    }

    @Test
    void greetsFirstAndStandsOnceWelcomed() {
        session.start();
        assertThat(managers.latest().received).hasExactlyElementsOfTypes(Message.Hello.class);
        assertThat(session.connected()).isFalse();

        managers.latest().say(welcome());

        assertThat(session.connected()).isTrue();
        assertThat(host.received).hasExactlyElementsOfTypes(Message.Welcome.class);
    }

    @Test
    void gathersStatusesAndSendsTheLatestOfEachTask() {
        welcomeAll();
        session.start();

        session.report(new TaskId("t1"), status(TaskState.ACCEPTED));
        session.report(new TaskId("t1"), status(TaskState.RUNNING));
        session.report(new TaskId("t2"), status(TaskState.FAILED));
        timer.pass(Session.WINDOW);

        var updates = (Message.TaskUpdates) managers.latest().received.getLast();
        assertThat(updates.updates())
                .extracting(u -> u.status().state())
                .containsExactly(TaskState.RUNNING, TaskState.FAILED);
    }

    @Test
    void followsARedirectAtOnce() {
        managers.answer =
                (stream, message) -> {
                    if (message instanceof Message.Hello) {
                        stream.say(
                                stream.manager.equals(FakeManagers.manager(3))
                                        ? welcome()
                                        : new Message.Redirect(List.of(FakeManagers.manager(3))));
                    }
                };
        session.start();
        timer.pass(Duration.ZERO);

        assertThat(managers.latest().manager).isEqualTo(FakeManagers.manager(3));
        assertThat(session.connected()).isTrue();
        assertThat(host.losses).isEmpty();
    }

    @Test
    void managersThatSendEachOtherOurWayDoNotMakeUsRunInCircles() {
        managers.answer =
                (stream, message) -> {
                    if (message instanceof Message.Hello) {
                        stream.say(new Message.Redirect(List.of(FakeManagers.manager(1))));
                    }
                };
        session.start();
        timer.pass(LONG);

        assertThat(managers.streams).hasSizeLessThan(25);
    }

    @Test
    void comesBackAfterALossAndGreetsAnew() {
        welcomeAll();
        session.start();
        session.report(new TaskId("t1"), status(TaskState.RUNNING));
        managers.latest().breakOff();
        assertThat(session.connected()).isFalse();

        timer.pass(LONG);

        assertThat(session.connected()).isTrue();
        assertThat(managers.streams).hasSize(2);
        assertThat(host.losses).containsExactly("connection reset");
        // the greeting covers what was pending
        assertThat(managers.latest().received.getFirst()).isInstanceOf(Message.Hello.class);
        assertThat(managers.latest().received).noneMatch(Message.TaskUpdates.class::isInstance);
    }

    @Test
    void keepsTryingWhileNoManagerAnswers() {
        managers.reachable = false;
        session.start();
        timer.pass(Duration.ofMinutes(5));
        assertThat(session.connected()).isFalse();

        managers.reachable = true;
        welcomeAll();
        timer.pass(LONG);

        assertThat(session.connected()).isTrue();
    }

    @Test
    void sendsHeartbeats() {
        welcomeAll();
        session.start();

        timer.pass(Duration.ofSeconds(11));

        assertThat(managers.latest().received)
                .filteredOn(Message.Heartbeat.class::isInstance)
                .hasSize(2);
    }

    @Test
    void givesUpAManagerThatTakesTheStreamAndSaysNothing() {
        session.start();
        assertThat(managers.streams).hasSize(1);

        timer.pass(LONG);

        assertThat(managers.streams.getFirst().closed).isTrue();
        assertThat(managers.streams).hasSizeGreaterThan(1);
    }

    @Test
    void remembersAChangedListOfManagersAndIgnoresAnEmptyOne() {
        welcomeAll();
        session.start();

        managers.latest().say(new Message.Managers(List.of(FakeManagers.manager(7))));
        managers.latest().say(new Message.Managers(List.of()));

        assertThat(host.lists).last().isEqualTo(List.of(FakeManagers.manager(7)));
        assertThat(session.managers()).containsExactly(FakeManagers.manager(7));
    }

    @Test
    void aClosedSessionStaysClosed() {
        welcomeAll();
        session.start();
        session.close();

        timer.pass(Duration.ofMinutes(1));

        assertThat(managers.streams).hasSize(1);
        assertThat(managers.latest().closed).isTrue();
        assertThat(session.send(new Message.Heartbeat())).isFalse();
    }
}
