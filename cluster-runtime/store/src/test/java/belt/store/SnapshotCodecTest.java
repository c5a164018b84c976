package belt.store;

import static belt.store.Samples.apply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.codec.RecordCodec;
import belt.model.Cluster;
import belt.model.JoinTicket;
import belt.model.TaskState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    static byte[] save(Store store) throws IOException {
        var out = new ByteArrayOutputStream();
        store.save(out);
        return out.toByteArray();
    }

    static Store load(byte[] bytes) throws IOException {
        var store = new Store();
        store.load(new ByteArrayInputStream(bytes));
        return store;
    }

    private static Store filled() {
        var store = new Store();
        apply(
                store,
                new Action.PutCluster(RecordCodec.of(Cluster.class).decode(new byte[0]), 0),
                new Action.PutNode(Samples.node(2), 0),
                new Action.PutNode(Samples.node(1), 0),
                new Action.PutService(Samples.service(1), 0));
        apply(store, Samples.assign(1, 1, 1, 2, 3));
        apply(
                store,
                new Action.PutService(
                        Samples.service(1, Samples.spec("web1", 9)), Action.ANY_VERSION));
        apply(store, Samples.report(2, TaskState.RUNNING));
        apply(store, new Action.DesireTasks(List.of(3L), TaskState.SHUTDOWN));
        apply(store, new Action.SetNodeDown(Samples.nodeId(1), true, "silent"));
        return store;
    }

    @Test
    void aLoadedStoreGoesOnLikeTheOldOne() throws Exception {
        Store old = filled();
        Store loaded = load(save(old));
        assertThat(save(loaded)).isEqualTo(save(old));
        for (Store each : List.of(old, loaded)) {
            apply(each, new Action.PutNode(Samples.node(3), 0));
            apply(each, Samples.assign(1, 1, 4));
            apply(each, new Action.RemoveTasks(List.of(1L, 2L)));
        }
        assertThat(save(loaded)).isEqualTo(save(old));
        assertThat(Samples.node(loaded, 3).number()).isEqualTo(3);
    }

    @Test
    void keepsTicketsWithWhoUsedThem() throws Exception {
        Store old = filled();
        apply(old, new Action.PutTicket(Samples.ticket()));
        apply(old, new Action.UseTicket(Samples.ticket().id(), Samples.use()));
        Store loaded = load(save(old));
        Optional<JoinTicket> ticket = loaded.read(view -> view.ticket(Samples.ticket().id()));
        assertThat(ticket).contains(Samples.ticket().with(Samples.use()));
    }

    @Test
    void formatOneNeverChanges() throws Exception {
        Golden.assertSame("SnapshotCodecTest/format-1.txt", save(filled()));
        assertThat(save(load(Golden.read("SnapshotCodecTest/format-1.txt"))))
                .isEqualTo(save(filled()));
    }

    @Test
    void refusesANewerFormatAndDamageAndKeepsWhatItHad() throws Exception {
        byte[] bytes = save(filled());
        byte[] newer = bytes.clone();
        newer[9] = 2;
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 10);
        byte[] other = bytes.clone();
        other[3] = 'x';
        var store = filled();
        assertRefused(store, newer, StoreProblem.NEWER_FORMAT);
        assertRefused(store, cut, StoreProblem.DAMAGED);
        assertRefused(store, other, StoreProblem.DAMAGED);
        assertThat(save(store)).isEqualTo(bytes);
    }

    private static void assertRefused(Store store, byte[] bytes, StoreProblem problem) {
        assertThatThrownBy(() -> store.load(new ByteArrayInputStream(bytes)))
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(problem));
    }
}
