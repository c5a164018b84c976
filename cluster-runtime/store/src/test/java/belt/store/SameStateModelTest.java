package belt.store;

import static org.assertj.core.api.Assertions.assertThat;

import belt.model.ContainerStatus;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Service;
import belt.model.Task;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Managers that apply the same entries have the same replicated state, byte for byte: whatever the leader's soft state
/// was in between, who led when, and who began from a snapshot.
class SameStateModelTest {
    private static final List<TaskState> STATES = List.of(TaskState.values());
    private static final List<NodeState> NODE_STATES = List.of(NodeState.values());

    @Test
    void theSameEntriesGiveTheSameSnapshots() throws Exception {
        long seed = Long.getLong("belt.seed", System.nanoTime());
        System.out.println("seed: -Dbelt.seed=" + seed);
        for (int round = 0; round < 25; round++) {
            new Run(new Random(seed + round)).go("seed " + seed + " round " + round);
        }
    }

    private static final class Run {
        private final Random random;
        private final List<Store> managers = new ArrayList<>();
        private int leader;

        Run(Random random) {
            this.random = random;
            for (int i = 0; i < 3; i++) {
                managers.add(new Store());
            }
        }

        void go(String name) throws Exception {
            for (int step = 0; step < 300; step++) {
                if (random.nextInt(60) == 0) {
                    managers.get(leader).resetSoft();
                    leader = random.nextInt(managers.size());
                }
                if (random.nextInt(80) == 0) {
                    int other = random.nextInt(managers.size());
                    managers.set(
                            other,
                            SnapshotCodecTest.load(
                                    SnapshotCodecTest.save(
                                            managers.get(random.nextInt(managers.size())))));
                }
                for (int i = random.nextInt(4); i > 0; i--) {
                    managers.get(leader).soft(List.of(softChange()));
                }
                entry();
                if (step % 10 == 0) {
                    same(name + " step " + step);
                }
            }
        }

        /// First as text, which shows what differs, then as bytes.
        private void same(String where) throws IOException {
            byte[] expected = SnapshotCodecTest.save(managers.getFirst());
            for (Store each : managers) {
                byte[] snapshot = SnapshotCodecTest.save(each);
                if (!Arrays.equals(snapshot, expected)) {
                    assertThat(describe(snapshot)).as(where).isEqualTo(describe(expected));
                }
                assertThat(Arrays.equals(snapshot, expected)).as(where).isTrue();
            }
        }

        private static String describe(byte[] snapshot) throws IOException {
            return SnapshotCodecTest.load(snapshot)
                    .read(view ->
                            Stream.of(view.nodes(), view.services(), view.tasks())
                                    .flatMap(Collection::stream)
                                    .map(Object::toString)
                                    .collect(Collectors.joining("\n")));
        }

        private void entry() {
            var transactions = new ArrayList<List<Action>>();
            for (int t = 1 + random.nextInt(2); t > 0; t--) {
                var actions = new ArrayList<Action>();
                for (int a = 1 + random.nextInt(3); a > 0; a--) {
                    actions.add(action());
                }
                transactions.add(actions);
            }
            Instant at = Samples.NOON.plusMillis(random.nextInt(100_000));
            byte[] bytes = EntryCodec.encode(new Entry(at, transactions));
            List<TxResult> expected = null;
            for (Store each : managers) {
                List<TxResult> results = each.apply(EntryCodec.decode(bytes));
                expected = expected == null ? results : expected;
                assertThat(results).isEqualTo(expected);
            }
        }

        private long small() {
            return 1L + random.nextInt(5);
        }

        private long task() {
            return 1L + random.nextInt(25);
        }

        private long expected() {
            return random.nextInt(3) == 0 ? 0 : Action.ANY_VERSION;
        }

        private TaskState state() {
            return STATES.get(random.nextInt(STATES.size()));
        }

        private long specVersion(long service) {
            return managers.get(leader)
                    .read(view -> {
                        Service found = view.service(Samples.serviceId(service)).orElse(null);
                        return found == null
                                ? 1
                                : random.nextBoolean()
                                        ? found.specVersion()
                                        : Math.max(1, found.specVersion() - random.nextInt(8));
                    });
        }

        private Action action() {
            long service = small();
            return switch (random.nextInt(12)) {
                case 0 -> new Action.PutNode(Samples.node(small()), expected());
                case 1 ->
                        new Action.SetNodeDown(
                                Samples.nodeId(small()), random.nextBoolean(), "silent");
                case 2 -> new Action.RemoveNode(Samples.nodeId(small()));
                case 3, 4 -> putService(service);
                case 5 ->
                        random.nextInt(3) == 0
                                ? new Action.RemoveService(Samples.serviceId(service))
                                : new Action.DescribeNode(
                                        Samples.nodeId(small()),
                                        Samples.node(1).description(),
                                        "10.1.0." + small());
                case 6, 7 ->
                        Samples.assign(
                                service,
                                specVersion(service),
                                LongStream.range(0, random.nextInt(4)).map(_ -> task()).toArray());
                case 8, 9 ->
                        Samples.report(
                                task(),
                                state(),
                                random.nextBoolean() ? "" : "told",
                                random.nextBoolean() ? null : new ContainerStatus("hard", 2, 3));
                case 10 -> new Action.DesireTasks(List.of(task(), task()), state());
                default -> new Action.RemoveTasks(List.of(task()));
            };
        }

        private Action putService(long number) {
            Optional<Service> stored =
                    managers.get(leader).read(view -> view.service(Samples.serviceId(number)));
            Service plain =
                    Samples.service(number, Samples.spec("web" + number, random.nextInt(4)));
            if (stored.isEmpty() || random.nextBoolean()) {
                return new Action.PutService(plain, expected());
            }
            Service before = stored.get();
            return new Action.PutService(
                    new Service(
                            plain.id(),
                            before.meta(),
                            plain.spec(),
                            0,
                            before.spec(),
                            before.specVersion(),
                            List.of(),
                            null,
                            0),
                    expected());
        }

        private SoftChange softChange() {
            long service = small();
            var status =
                    new TaskStatus(
                            state(),
                            Samples.NOON.plusSeconds(random.nextInt(9)),
                            "soft" + small(),
                            "",
                            new ContainerStatus("soft", small(), 0),
                            List.of());
            return switch (random.nextInt(4)) {
                case 0 -> {
                    Task task = Samples.softTask(task(), service, specVersion(service));
                    yield new SoftChange.PutTask(task);
                }
                case 1 -> new SoftChange.DropTask(Samples.taskId(task()));
                case 2 -> new SoftChange.TaskProgress(Samples.taskId(task()), status);
                default ->
                        new SoftChange.NodeSeen(
                                Samples.nodeId(small()),
                                new NodeStatus(
                                        NODE_STATES.get(random.nextInt(NODE_STATES.size())),
                                        "soft",
                                        "10.2.0." + small()));
            };
        }
    }
}
