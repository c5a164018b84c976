package belt.daemon;

import belt.core.BeltException;

/// Swarm's words for joining and leaving (swarm-semantics §8.2).
final class LeaveTexts {
    private static final String PREFIX =
            "You are attempting to leave the swarm on a node that is participating as a manager. ";
    private static final String ONLY_WAY = "The only way to restore a swarm that has lost consensus is to reinitialize"
            + " it with `--force-new-cluster`. Use `--force` to suppress this message. ";

    private LeaveTexts() {}

    static BeltException alreadyMember() {
        return new BeltException.Unreachable(
                DaemonProblem.ALREADY_MEMBER,
                "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another"
                        + " one.");
    }

    static BeltException notMember() {
        return new BeltException.Unreachable(DaemonProblem.NOT_MEMBER, "This node is not part of a swarm");
    }

    /// @param managers members of the Raft group
    /// @param reachable how many of them answer, this one included
    static BeltException manager(int managers, int reachable) {
        String text;
        if (managers <= 1) {
            text = PREFIX + "Removing the last manager erases all current state of the swarm. Use `--force` to ignore"
                    + " this message. ";
        } else if (reachable - 1 < (managers - 1) / 2 + 1) {
            text = PREFIX + "Removing this node leaves " + (reachable - 1) + " managers out of " + managers
                    + ". Without a Raft quorum your swarm will be inaccessible. " + ONLY_WAY;
        } else {
            text = PREFIX + ONLY_WAY;
        }
        return new BeltException.Unreachable(DaemonProblem.LEAVE_REFUSED, text);
    }
}
