package belt.raft;

import belt.core.ProblemCode;

/// What can go wrong with the managers' group, beyond what {@link belt.store.StoreProblem} names.
public enum RaftProblem implements ProblemCode {
    ADDRESS_IN_USE(
            "raft.address-in-use",
            "Stop the process that listens on the raft port, or set another raft-port in beltd.yaml"),
    FOLDER_IN_USE("raft.folder-in-use", "Stop the other beltd that uses this state folder"),
    FOLDER_UNUSABLE(
            "raft.folder-unusable",
            "Make the state folder readable and writable for beltd, then start beltd again"),
    DISK_FULL("raft.disk-full", "Free disk space on the manager, then start beltd again"),
    STATE_EXISTS(
            "raft.state-exists",
            "Leave the swarm first (docker swarm leave --force): this node still holds the state of a cluster"),
    MEMBER_UNREACHABLE(
            "raft.member-unreachable",
            "Open port 2378 between the managers and look whether beltd runs on the new one"),
    CHANGE_FAILED(
            "raft.change-failed", "Repeat the command: the managers' group was left as it was"),
    CHANGED_MEANWHILE(
            "raft.changed-meanwhile",
            "Repeat the command: another change of the managers' group came first"),
    QUORUM(
            "raft.quorum-would-be-lost",
            "Bring the other managers back, or promote another node, before removing this manager"),
    LAST_MANAGER("raft.last-manager", "Promote another node before removing the last manager"),
    STOPPED("raft.stopped", "Start beltd again: its Raft server has stopped by itself");

    private final String id;
    private final String fix;

    RaftProblem(String id, String fix) {
        this.id = id;
        this.fix = fix;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String fix() {
        return fix;
    }
}
