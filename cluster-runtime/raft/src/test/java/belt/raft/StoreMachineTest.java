package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.store.Entry;
import belt.store.EntryCodec;
import belt.store.Store;
import belt.store.StoreProblem;
import belt.store.View;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMachineTest {
    @TempDir Path directory;
    private final Store store = new Store();
    private final Broken broken = new Broken();

    /// Remembers what broke.
    private static final class Broken implements StoreMachine.Events {
        final List<Throwable> reasons = new ArrayList<>();

        @Override
        public void leaderReady() {}

        @Override
        public void notLeader() {}

        @Override
        public void leaderChanged(@Nullable RaftPeerId leader) {}

        @Override
        public void configured(RaftConfigurationProto members) {}

        @Override
        public void broken(Throwable why) {
            reasons.add(why);
        }

        @Override
        public void serverStopped(boolean refused) {}

        @Override
        public void grown(long bytes) {}
    }

    private StoreMachine machine() throws Exception {
        return new StoreMachine(store, broken, new AppliedMark(directory.resolve("mark")));
    }

    private static TransactionContext logged(StoreMachine machine, byte[] bytes, long index) {
        return TransactionContext.newBuilder()
                .setServerRole(RaftPeerRole.FOLLOWER)
                .setStateMachine(machine)
                .setLogEntry(
                        LogEntryProto.newBuilder()
                                .setTerm(1)
                                .setIndex(index)
                                .setStateMachineLogEntry(
                                        StateMachineLogEntryProto.newBuilder()
                                                .setLogData(ByteString.copyFrom(bytes)))
                                .build())
                .build();
    }

    @Test
    void anEntryOfANewerFormatStopsTheManagerInsteadOfBeingSkipped() throws Exception {
        StoreMachine machine = machine();
        byte[] bytes = EntryCodec.encode(new Entry(Instant.EPOCH, List.of(Samples.create("a"))));
        machine.applyTransaction(logged(machine, bytes, 1)).join();
        assertThat(machine.getLastAppliedTermIndex().getIndex()).isEqualTo(1);
        bytes[0] = EntryCodec.FORMAT + 1;
        assertThatThrownBy(() -> machine.applyTransaction(logged(machine, bytes, 2)))
                .isInstanceOf(BeltException.Bug.class);
        assertThat(broken.reasons)
                .singleElement()
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(StoreProblem.NEWER_FORMAT));
        assertThat(machine.getLastAppliedTermIndex().getIndex()).isEqualTo(1);
        assertThat(store.<Long>read(View::version)).isEqualTo(1);
    }

    @Test
    void refusesProposalsThatCameOverTheNetwork() throws Exception {
        RaftClientRequest request =
                RaftClientRequest.newBuilder()
                        .setClientId(ClientId.randomId())
                        .setServerId(RaftPeerId.valueOf("a"))
                        .setGroupId(RaftGroupId.randomId())
                        .setCallId(1)
                        .setType(RaftClientRequest.writeRequestType())
                        .setMessage(Message.valueOf("x"))
                        .build();
        assertThat(machine().startTransaction(request).getException()).isNotNull();
    }
}
