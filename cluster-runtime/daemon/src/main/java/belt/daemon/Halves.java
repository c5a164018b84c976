package belt.daemon;

import belt.api.Message.ManagerAddress;
import belt.core.BeltException;
import belt.pki.CurrentIdentity;
import belt.raft.RaftNode;
import belt.raft.StartMode;
import belt.transport.EventLoops;
import belt.transport.StreamClient;
import belt.transport.StreamLimits;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A member's two halves: every node has the worker's, managers have the other one too. Whoever starts and stops them sees to
/// it that only one does at a time; anybody may look.
final class Halves implements AutoCloseable {
    /// What the worker half of a node is made of, by the node itself.
    interface WorkerStart extends BiFunction<StreamClient, List<ManagerAddress>, WorkerSide> {}

    private final DaemonConfig config;
    private final CurrentIdentity identity;
    private final ManagerSide.Owner owner;
    private final WorkerStart workers;
    private final InstantSource clock;
    private final EventLoops loops = EventLoops.start(2);
    private final StreamClient client = new StreamClient(loops, StreamLimits.Buffers.DEFAULT);
    private volatile @Nullable ManagerSide manager;
    private volatile @Nullable WorkerSide worker;

    /// @param owner hears from the manager's log
    /// @param workers starts the worker half; told of managers that joining has shown
    Halves(
            DaemonConfig config,
            CurrentIdentity identity,
            ManagerSide.Owner owner,
            WorkerStart workers,
            InstantSource clock) {
        this.config = config;
        this.identity = identity;
        this.owner = owner;
        this.workers = workers;
        this.clock = clock;
    }

    /// Connects to managers.
    StreamClient client() {
        return client;
    }

    Optional<ManagerSide> manager() {
        return Optional.ofNullable(manager);
    }

    Optional<WorkerSide> worker() {
        return Optional.ofNullable(worker);
    }

    ManagerSide requireManager() {
        return manager()
                .orElseThrow(() -> new BeltException.Bug("the manager half is not running"));
    }

    void startManager(StartMode mode) {
        manager = ManagerSide.start(config, identity, mode, loops, owner, clock);
    }

    /// Takes up the log of an earlier run, or waits for the group to send it.
    void resumeManager() {
        startManager(ManagerSide.hasState(config) ? StartMode.RESTART : StartMode.JOIN);
    }

    /// Makes the log, whose server must be stopped, one of this manager alone.
    void makeSole() {
        RaftNode.makeSole(ManagerSide.settings(config, identity, clock));
    }

    void stopManager() {
        ManagerSide side = manager;
        manager = null;
        if (side != null) {
            side.close();
        }
    }

    /// Stops the manager half and removes its log.
    void endManager() {
        stopManager();
        wipeLog();
    }

    /// Removes what an init or a join that did not end has left.
    void wipeLog() {
        RaftNode.wipe(ManagerSide.folder(config));
    }

    void startWorker(List<ManagerAddress> known) {
        worker = workers.apply(client, known);
    }

    void stopWorker() {
        WorkerSide side = worker;
        worker = null;
        if (side != null) {
            side.close();
        }
    }

    /// Stops the worker half and removes what its agent kept.
    void endWorker() {
        stopWorker();
        WorkerSide.wipe(config);
    }

    /// Stops both, and takes everything that they kept along.
    void end() {
        endWorker();
        endManager();
    }

    /// Stops in good order; both can be started again by the next run.
    void stop() {
        stopWorker();
        stopManager();
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
