package belt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FanoutTest {
    @Test
    void everyNodeHasAnOutcomeInTheOrderOfTheJobs() throws InterruptedException {
        List<Fanout.Job<Integer>> jobs =
                IntStream.range(0, 50)
                        .mapToObj(i ->
                                new Fanout.Job<>(
                                        "node" + i,
                                        () -> {
                                            if (i % 7 == 3) {
                                                throw new BeltException.Unreachable(
                                                        CoreProblem.DEADLINE, "node" + i);
                                            }
                                            return i;
                                        }))
                        .toList();
        List<Outcome<Integer>> outcomes = new Fanout(8).run(jobs);
        assertThat(outcomes)
                .extracting(Outcome::node)
                .containsExactlyElementsOf(jobs.stream().map(Fanout.Job::node).toList());
        assertThat(outcomes).filteredOn(Outcome.Failed.class::isInstance).hasSize(7);
    }

    @Test
    void noMoreAtOnceThanAllowed() throws InterruptedException {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        List<Fanout.Job<Boolean>> jobs =
                IntStream.range(0, 40)
                        .mapToObj(i ->
                                new Fanout.Job<>(
                                        "node" + i,
                                        () -> {
                                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                            Thread.onSpinWait();
                                            now.decrementAndGet();
                                            return true;
                                        }))
                        .toList();
        assertThat(new Fanout(3).run(jobs)).hasSize(40);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void whoeverIsInTheMiddleOfAStepEndsItWhenAnEndIsWanted() {
        var wanted = new AtomicBoolean();
        StopRequest stop = wanted::get;
        var inTheMiddle = new CountDownLatch(1);
        var ended = new ConcurrentLinkedQueue<String>();
        Fanout.Job<Boolean> slow =
                new Fanout.Job<>(
                        "slow",
                        () -> {
                            inTheMiddle.countDown();
                            while (!wanted.get()) {
                                Thread.onSpinWait();
                            }
                            ended.add("slow, interrupted: " + Thread.interrupted());
                            return true;
                        });
        Fanout.Job<Boolean> careful =
                new Fanout.Job<>(
                        "careful",
                        () -> {
                            inTheMiddle.await();
                            wanted.set(true);
                            stop.check();
                            return true;
                        });
        assertThatThrownBy(() -> new Fanout(2).run(List.of(careful, slow)))
                .isInstanceOf(InterruptedException.class);
        assertThat(ended).containsExactly("slow, interrupted: false");
    }
}
