package belt.control;

import belt.control.constraint.ConstraintEnforcer;
import belt.control.loop.ControlLoop;
import belt.control.loop.LoopDriver;
import belt.control.loop.LoopThread;
import belt.control.loop.Outbox;
import belt.control.orchestrator.Orchestrator;
import belt.control.reaper.Reaper;
import belt.control.scheduler.Scheduler;
import belt.store.Proposer;
import belt.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The control loops that decide about services and tasks. They run on the leader only: {@link #start} when it has
/// applied everything that its predecessors wrote, {@link #close} when it stops to lead. One object is one term.
public final class ControlLoops implements AutoCloseable {
    private final Store store;
    private final Proposer proposer;
    private final InstantSource clock;
    private final List<LoopThread> threads = new ArrayList<>();

    /// @param store the state
    /// @param proposer the log
    /// @param clock the leader's clock
    public ControlLoops(Store store, Proposer proposer, InstantSource clock) {
        this.store = store;
        this.proposer = proposer;
        this.clock = clock;
    }

    /// The loops, for whoever drives them by hand.
    public static List<LoopDriver> drivers(Store store, Proposer proposer, InstantSource clock) {
        return List.of(
                driver(store, proposer, clock, outbox -> new Orchestrator(outbox, clock)),
                driver(store, proposer, clock, outbox -> new Scheduler(outbox, clock)),
                driver(store, proposer, clock, outbox -> new Reaper(outbox, clock)),
                driver(store, proposer, clock, outbox -> new ConstraintEnforcer(outbox, clock)));
    }

    private static LoopDriver driver(
            Store store,
            Proposer proposer,
            InstantSource clock,
            Function<Outbox, ControlLoop> make) {
        var outbox = new Outbox(proposer);
        return new LoopDriver(make.apply(outbox), outbox, store, clock);
    }

    /// Starts the loops. Each reads the store first.
    public void start() {
        for (LoopDriver driver : drivers(store, proposer, clock)) {
            var thread = new LoopThread(driver.name(), driver);
            threads.add(thread);
            thread.start();
        }
    }

    /// Makes the loops look at the clock again: for clocks that are moved by hand.
    public void wake() {
        threads.forEach(LoopThread::wake);
    }

    /// Ends the loops; when it returns they write nothing more. Proposals under way may still come through.
    @Override
    public void close() {
        threads.forEach(LoopThread::close);
        threads.clear();
    }
}
