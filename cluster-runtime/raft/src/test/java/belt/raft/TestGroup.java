package belt.raft;

import belt.core.Deadline;
import belt.core.RandomId;
import belt.model.ClusterId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Managers of one cluster in this process.
final class TestGroup implements AutoCloseable {
    final List<TestManager> managers = new ArrayList<>();
    private final ClusterId cluster = new ClusterId(RandomId.next());
    private final Path directory;
    private int created;
    private final UnaryOperator<RaftSettings> settings;

    TestGroup(Path directory, UnaryOperator<RaftSettings> settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /// The first manager leads, the others are added one by one.
    static TestGroup of(int size, Path directory) throws InterruptedException {
        return of(size, directory, UnaryOperator.identity());
    }

    static TestGroup of(int size, Path directory, UnaryOperator<RaftSettings> settings)
            throws InterruptedException {
        var group = new TestGroup(directory, settings);
        TestManager first = group.create();
        first.start(StartMode.NEW_CLUSTER).leading();
        for (int i = 1; i < size; i++) {
            group.join();
        }
        return group;
    }

    TestManager create() {
        var manager =
                new TestManager(
                        settings.apply(
                                TestManager.settings(cluster, directory.resolve("m" + created++))));
        managers.add(manager);
        return manager;
    }

    TestManager join() throws InterruptedException {
        TestManager joiner = create().start(StartMode.JOIN);
        add(joiner);
        return joiner;
    }

    void add(TestManager joiner) throws InterruptedException {
        leader().node()
                .addMember(joiner.id(), joiner.settings.member().address(), TestManager.PATIENCE);
    }

    TestManager get(int index) {
        return managers.get(index);
    }

    TestManager leader() throws InterruptedException {
        var found = new TestManager[1];
        boolean led =
                Deadline.in(TestManager.PATIENCE)
                        .await(
                                Duration.ofMillis(5),
                                () -> {
                                    for (TestManager each : managers) {
                                        if (each.running() && each.node().isLeader()) {
                                            found[0] = each;
                                        }
                                    }
                                    return found[0] != null;
                                });
        if (!led) {
            throw new AssertionError("nobody leads");
        }
        return found[0];
    }

    /// Starts a closed manager again.
    TestManager restart(int index) {
        TestManager again = managers.get(index).again();
        managers.set(index, again);
        return again;
    }

    void awaitSame() throws InterruptedException {
        long index = leader().node().status().position().applied();
        for (TestManager each : managers) {
            if (each.running()) {
                each.awaitApplied(index);
            }
        }
    }

    @Override
    public void close() {
        stopAll();
    }

    /// At once, since each takes a second.
    void stopAll() {
        List<Thread> closing =
                managers.stream().map(each -> Thread.ofVirtual().start(each::close)).toList();
        for (Thread each : closing) {
            try {
                each.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
