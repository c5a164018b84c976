package belt.control;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Deadline;
import belt.model.ServiceId;
import belt.model.TaskState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The loops on their own threads, with a log on another one.
class ControlLoopsTest {
    private final FakeCluster cluster = new FakeCluster();
    private final ControlLoops loops = new ControlLoops(cluster.store, cluster.log, cluster.clock);
    private final AtomicBoolean stop = new AtomicBoolean();

    private boolean await(Deadline deadline, Deadline.Condition condition)
            throws InterruptedException {
        return deadline.await(Duration.ofMillis(5), condition);
    }

    private Thread logThread() {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    while (!stop.get()) {
                        if (cluster.log.waiting() > 0) {
                            cluster.log.commitOne();
                        } else {
                            Thread.onSpinWait();
                        }
                    }
                });
    }

    @Test
    void deployReplaceAndEndOnThreads() throws InterruptedException {
        var deadline = Deadline.in(Duration.ofSeconds(60));
        for (int i = 0; i < 20; i++) {
            cluster.join(Specs.node("node" + i));
        }
        cluster.log.atOnce(false);
        Thread log = logThread();
        loops.start();
        ServiceId web = cluster.create(Specs.replicated("web", 2_000));
        assertThat(await(deadline, () -> assigned(web) == 2_000)).isTrue();
        assertThat(
                        await(
                                deadline,
                                () -> {
                                    cluster.agents();
                                    return cluster.running(web).size() == 2_000;
                                }))
                .isTrue();
        cluster.doomed.add(cluster.running(web).getFirst().id());
        assertThat(
                        await(
                                deadline,
                                () -> {
                                    cluster.agents();
                                    return !cluster.tasks(web).stream()
                                            .filter(task -> task.desired() == TaskState.READY)
                                            .toList()
                                            .isEmpty();
                                }))
                .isTrue();
        cluster.clock.advance(Duration.ofSeconds(6));
        loops.wake();
        assertThat(
                        await(
                                deadline,
                                () -> {
                                    cluster.agents();
                                    return cluster.running(web).size() == 2_000;
                                }))
                .isTrue();
        loops.close();
        assertThat(await(deadline, () -> cluster.log.waiting() == 0)).isTrue();
        long version = cluster.store.read(view -> view.version());
        cluster.create(Specs.replicated("late", 5));
        long after = cluster.store.read(view -> view.version());
        assertThat(after).isEqualTo(version + 1);
        stop.set(true);
        log.join();
    }

    private long assigned(ServiceId service) {
        return cluster.tasks(service).stream().filter(task -> task.number() != 0).count();
    }
}
