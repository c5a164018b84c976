package belt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.core.codec.RecordCodec;
import belt.model.Cluster;
import belt.model.ContainerStatus;
import belt.model.ManagerPeer;
import belt.model.NodeDescription;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Role;
import belt.model.ServiceId;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.UpdateStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private static List<List<Action>> everyAction() {
        var cluster = RecordCodec.of(Cluster.class).decode(new byte[0]);
        var container = new ContainerStatus("c0ffee", 4711, 137);
        var port = new PortConfig("web", Protocol.TCP, 80, 8080, PublishMode.HOST);
        return List.of(
                List.of(
                        new Action.PutCluster(cluster, 0),
                        new Action.PutNode(Samples.node(1), 0),
                        new Action.SetNodeSpec(Samples.nodeId(1), Samples.node(2).spec(), 12),
                        new Action.SetNodeRole(
                                Samples.nodeId(1),
                                Role.MANAGER,
                                new ManagerPeer("10.0.0.1:2378", "10.0.0.1:2377", "10.0.0.1:2376")),
                        new Action.SetNodeRole(Samples.nodeId(1), Role.WORKER, null),
                        new Action.DescribeNode(
                                Samples.nodeId(1),
                                RecordCodec.of(NodeDescription.class).decode(new byte[0]),
                                "10.0.0.9"),
                        new Action.SetNodeDown(Samples.nodeId(1), true, "heartbeat failure"),
                        new Action.RemoveNode(Samples.nodeId(1))),
                List.of(
                        new Action.PutService(Samples.service(1), Action.ANY_VERSION),
                        new Action.SetUpdateStatus(Samples.serviceId(1), null),
                        new Action.SetUpdateStatus(
                                Samples.serviceId(1),
                                RecordCodec.of(UpdateStatus.class).decode(new byte[0])),
                        new Action.RemoveService(Samples.serviceId(1)),
                        Samples.assign(1, 9, 1, 2, 300),
                        Samples.report(1, TaskState.RUNNING),
                        new Action.ReportTasks(
                                List.of(
                                        new Action.TaskReport(
                                                300,
                                                TaskState.FAILED,
                                                Samples.NOON.minusSeconds(1),
                                                "boom",
                                                "exit 137",
                                                container,
                                                List.of(port)))),
                        new Action.DesireTasks(List.of(5L, 3L, 1_000_000L), TaskState.SHUTDOWN),
                        new Action.RemoveTasks(List.of(1L, 2L))),
                List.of());
    }

    @Test
    void readsWhatWasAddedSinceFormatOneWasFixed() {
        var entry =
                new Entry(
                        Samples.NOON,
                        List.of(
                                List.of(
                                        new Action.PutTicket(Samples.ticket()),
                                        new Action.UseTicket(Samples.ticket().id(), Samples.use()),
                                        new Action.RemoveTicket(Samples.ticket().id()))));
        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
    }

    @Test
    void readsWhatItWrote() {
        var entry = new Entry(Samples.NOON, everyAction());
        assertThat(EntryCodec.decode(EntryCodec.encode(entry))).isEqualTo(entry);
    }

    @Test
    void keepsTimesToTheMillisecond() {
        var fine = new Entry(Instant.parse("2026-03-01T12:00:00.123456789Z"), List.of());
        assertThat(EntryCodec.decode(EntryCodec.encode(fine)).at()).isEqualTo(Samples.NOON);
    }

    @Test
    void formatOneNeverChanges() throws Exception {
        var entry = new Entry(Samples.NOON, everyAction());
        Golden.assertSame("EntryCodecTest/format-1.txt", EntryCodec.encode(entry));
        assertThat(EntryCodec.decode(Golden.read("EntryCodecTest/format-1.txt"))).isEqualTo(entry);
    }

    @Test
    void anAssignedTaskTakesAtMostThirtyBytes() {
        var tasks = new ArrayList<Action.NewTask>();
        for (int i = 1; i <= 100; i++) {
            tasks.add(
                    new Action.NewTask(
                            new TaskId(RandomId.next()), 9_900 + i, 900 + i, TaskState.RUNNING));
        }
        var assign = new Action.AssignTasks(new ServiceId(RandomId.next()), 123_456, 0, tasks);
        assertThat(EntryCodec.encode(new Entry(Samples.NOON, List.of(List.of(assign)))).length)
                .isLessThanOrEqualTo(30 * 100);
    }

    @Test
    void aPlainReportTakesAtMostEightBytes() {
        var reports = new ArrayList<Action.TaskReport>();
        for (int i = 0; i < 100; i++) {
            reports.add(
                    new Action.TaskReport(
                            1_000_000 + i,
                            TaskState.RUNNING,
                            Samples.NOON.minusMillis(i * 50L),
                            "",
                            "",
                            null,
                            List.of()));
        }
        var entry = new Entry(Samples.NOON, List.of(List.of(new Action.ReportTasks(reports))));
        byte[] bytes = EntryCodec.encode(entry);
        assertThat(bytes.length).isLessThanOrEqualTo(8 * 100);
        assertThat(EntryCodec.decode(bytes)).isEqualTo(entry);
    }

    @Test
    void theEstimatedSizeIsNeverTooSmall() {
        for (List<Action> transaction : everyAction()) {
            int rest = EntryCodec.encode(new Entry(Samples.NOON, List.of())).length + 3;
            int real = EntryCodec.encode(new Entry(Samples.NOON, List.of(transaction))).length;
            assertThat(EntryCodec.size(transaction) + rest).isGreaterThanOrEqualTo(real);
        }
    }

    @Test
    void refusesANewerFormatAndDamage() {
        byte[] bytes = EntryCodec.encode(new Entry(Samples.NOON, everyAction()));
        byte[] newer = bytes.clone();
        newer[0] = 2;
        assertCode(newer, StoreProblem.NEWER_FORMAT);
        assertCode(java.util.Arrays.copyOf(bytes, bytes.length - 2), StoreProblem.DAMAGED);
        assertCode(new byte[0], StoreProblem.DAMAGED);
        // a desired state that nobody knows
        byte[] desire =
                EntryCodec.encode(
                        new Entry(
                                Instant.EPOCH,
                                List.of(
                                        List.of(
                                                new Action.DesireTasks(
                                                        List.of(), TaskState.NEW)))));
        desire[4] = 99;
        assertCode(desire, StoreProblem.DAMAGED);
    }

    private static void assertCode(byte[] bytes, StoreProblem problem) {
        assertThatThrownBy(() -> EntryCodec.decode(bytes))
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(problem));
    }
}
