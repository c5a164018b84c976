package belt.api;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Secret;
import belt.model.Availability;
import belt.model.ServiceId;
import belt.model.TaskId;
import belt.model.TaskState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    @Test
    void readsWhatItWrote() {
        for (Message message :
                List.<Message>of(
                        new Message.RootRequest(),
                        new Message.JoinRequest(
                                1,
                                1,
                                Secret.of("SWMTKN-1-x"),
                                "PEM",
                                "n1",
                                "10.0.0.1",
                                Availability.DRAIN),
                        new Message.Assignments(
                                true,
                                List.of(),
                                List.of(
                                        new Message.AssignedTask(
                                                new TaskId("t"),
                                                new ServiceId("s"),
                                                7,
                                                3,
                                                TaskState.RUNNING)),
                                List.of(new TaskId("gone"))))) {
            assertThat(
                            MessageCodec.decode(
                                    MessageCodec.kind(message), MessageCodec.payload(message)))
                    .contains(message);
        }
    }

    @Test
    void ignoresKindsOfTheFuture() {
        assertThat(MessageCodec.decode((byte) 250, new byte[0])).isEmpty();
    }

    /// The kinds' order is the protocol: a failure here means that a message was not added at the end.
    @Test
    void keepsTheNumbersOfVersionOne() {
        assertThat(Arrays.stream(Message.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .startsWith(
                        "RootRequest",
                        "RootReply",
                        "JoinRequest",
                        "JoinReply",
                        "Refusal",
                        "Hello",
                        "Welcome",
                        "Redirect",
                        "Heartbeat",
                        "HeartbeatReply",
                        "Assignments",
                        "TaskUpdates",
                        "IngressTable",
                        "RenewRequest",
                        "RenewReply",
                        "RoleChange",
                        "Managers",
                        "Removed",
                        "Leaving",
                        "RaftJoin",
                        "RaftJoined",
                        "RaftLeave",
                        "RaftLeft",
                        "LogSubscribe",
                        "LogUnsubscribe",
                        "LogChunk",
                        "LogEnd");
    }
}
