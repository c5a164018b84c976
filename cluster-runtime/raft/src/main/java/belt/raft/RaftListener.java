package belt.raft;

import belt.core.BeltException;

/// What the daemon must know of its Raft server. All calls come from one thread, in order; the next one waits until the
/// last has returned.
public interface RaftListener {
    /// This node leads, and its store holds everything that earlier leaders committed. The soft state is empty.
    /// Start the control loops.
    ///
    /// @param term the term that it leads
    void becameLeader(long term);

    /// This node leads no longer. Stop the control loops before returning: the soft state is dropped afterwards.
    void lostLeadership();

    /// This node is no member of the managers' group any more: close the node and remove its state
    /// ({@link RaftNode#wipe}).
    void removed();

    /// The Raft server cannot go on. All pending proposals have failed. End the process: with 3 where the code is
    /// {@link belt.store.StoreProblem#DAMAGED} or {@link belt.store.StoreProblem#NEWER_FORMAT}, which a restart does
    /// not cure, else with 1.
    void failed(BeltException why);
}
