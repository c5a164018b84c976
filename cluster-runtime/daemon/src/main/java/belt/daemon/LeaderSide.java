package belt.daemon;

import belt.api.Message;
import belt.control.ControlLoops;
import belt.control.dispatcher.Dispatcher;
import belt.control.dispatcher.DispatcherSettings;
import belt.control.dispatcher.LogBroker;
import belt.control.dispatcher.ManagerDirectory;
import belt.control.roles.RaftMembership;
import belt.control.roles.Roles;
import belt.core.BeltException;
import belt.model.NodeId;
import belt.store.Proposer;
import belt.store.Store;
import java.time.InstantSource;

/// Everything that runs only on the leader, from the moment it leads until it does not.
final class LeaderSide implements AutoCloseable {
    private final ControlLoops loops;
    private final Dispatcher dispatcher;
    private final Roles roles;
    private final LogBroker logs = new LogBroker();
    private final RaftMembership membership;

    LeaderSide(
            Store store,
            Proposer proposer,
            RaftMembership membership,
            ManagerDirectory managers,
            NodeId self,
            InstantSource clock) {
        this.membership = membership;
        this.loops = new ControlLoops(store, proposer, clock);
        this.dispatcher =
                new Dispatcher(store, proposer, managers, logs, DispatcherSettings.DEFAULT, clock);
        this.roles = new Roles(store, proposer, membership, self);
    }

    void start() {
        dispatcher.start();
        loops.start();
        roles.start();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Roles roles() {
        return roles;
    }

    LogBroker logs() {
        return logs;
    }

    /// A manager means to leave for good: takes it out of the Raft group if more than half of the rest can be reached.
    Message letManagerGo(NodeId id) {
        if (!Roles.quorumWithout(membership.members(), id)) {
            return new Message.RaftLeft(
                    "without it more than half of the managers would not be reachable");
        }
        try {
            membership.remove(id);
            return new Message.RaftLeft("");
        } catch (BeltException e) {
            return new Message.RaftLeft(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Message.RaftLeft("the leader is stopping");
        }
    }

    @Override
    public void close() {
        roles.close();
        loops.close();
        dispatcher.close();
    }
}
