package belt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Does the same work for many nodes at once, at most `parallel` at a time, on virtual threads. No node's failure is lost
/// and none holds up the others.
public final class Fanout {
    /// One node's work.
    public record Job<T>(String node, Callable<T> work) {}

    private final int parallel;

    /// @param parallel how many nodes at once, at least 1
    public Fanout(int parallel) {
        this.parallel = Math.max(1, parallel);
    }

    /// Runs all jobs and returns their outcomes in the jobs' order.
    ///
    /// @throws InterruptedException if the caller was interrupted: every job that still runs was interrupted too; or if a
    ///     job gave up because an end was wanted ({@link StopRequest}): all others have come to their ends
    public <T> List<Outcome<T>> run(List<Job<T>> jobs) throws InterruptedException {
        return run(jobs, _ -> {});
    }

    /// As {@link #run(List)}; `onOutcome` hears of each outcome when it arrives, from the job's own thread.
    public <T> List<Outcome<T>> run(List<Job<T>> jobs, Consumer<Outcome<T>> onOutcome)
            throws InterruptedException {
        var permits = new Semaphore(parallel);
        var factory = Thread.ofVirtual().name("fanout-", 0).factory();
        try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
            List<Future<Outcome<T>>> running =
                    jobs.stream()
                            .map(job -> threads.submit(() -> one(permits, job, onOutcome)))
                            .toList();
            var outcomes = new ArrayList<Outcome<T>>(jobs.size());
            boolean gaveUp = false;
            try {
                for (Future<Outcome<T>> each : running) {
                    Optional<Outcome<T>> outcome = outcome(each);
                    gaveUp |= outcome.isEmpty();
                    outcome.ifPresent(outcomes::add);
                }
            } catch (InterruptedException e) {
                threads.shutdownNow(); // close() would wait for every remote command to end
                throw e;
            }
            if (gaveUp) {
                throw new InterruptedException("an end is wanted");
            }
            return List.copyOf(outcomes);
        }
    }

    /// Empty if the job gave up.
    private static <T> Optional<Outcome<T>> outcome(Future<Outcome<T>> job)
            throws InterruptedException {
        try {
            return Optional.of(job.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                return Optional.empty();
            }
            throw new BeltException.Bug("a fan-out job ended without an outcome", e);
        }
    }

    private static <T> Outcome<T> one(Semaphore permits, Job<T> job, Consumer<Outcome<T>> onOutcome)
            throws InterruptedException {
        permits.acquire();
        Outcome<T> outcome;
        try {
            outcome = new Outcome.Done<>(job.node(), job.work().call());
        } catch (BeltException e) {
            outcome = new Outcome.Failed<>(job.node(), e);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // outermost frame of the job's thread
            outcome =
                    new Outcome.Failed<>(
                            job.node(), new BeltException.Bug(job.node() + ": " + e, e));
        } finally {
            permits.release();
        }
        onOutcome.accept(outcome);
        return outcome;
    }
}
