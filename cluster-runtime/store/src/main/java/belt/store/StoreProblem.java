package belt.store;

import belt.core.ProblemCode;

/// What can go wrong with the replicated state.
public enum StoreProblem implements ProblemCode {
    NOT_LEADER("store.not-leader", "Repeat the command: another manager leads now"),
    NO_LEADER(
            "store.no-leader",
            "Bring more than half of the managers back, then repeat the command"),
    LOG_CLOSED("store.log-closed", "Free disk space on the manager and start beltd again"),
    NEWER_FORMAT(
            "store.newer-format", "Start the beltd version that wrote this state, or a later one"),
    DAMAGED(
            "store.damaged",
            "Remove this manager's raft folder and let it join again: the other managers have the state"),
    TOO_LARGE("store.entry-too-large", "Make the spec smaller: one change may have at most 1 MiB");

    private final String id;
    private final String fix;

    StoreProblem(String id, String fix) {
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
