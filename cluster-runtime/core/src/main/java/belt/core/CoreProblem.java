package belt.core;

/// The failures that belong to no single room.
public enum CoreProblem implements ProblemCode {
    INTERNAL("internal", "Report it with the support bundle that the message names"),
    INTERRUPTED("interrupted", "Run the same command again: it goes on where it stopped"),
    DEADLINE("deadline-passed", "Give --timeout more time, or look again later: the work goes on"),
    NODES_FAILED(
            "nodes-failed",
            "Read the reason of each group of nodes, then run the same command for those nodes"),
    PATTERN(
            "pattern.invalid",
            "Write a range as node[1:4], a list as node[1,3,7:9]; belt expand PATTERN shows the result"),
    SIZE("size.invalid", "Write a size as a number and a unit: 512mb, 8192MB, 1gb"),
    DURATION("duration.invalid", "Write a duration as numbers with units: 5s, 10m, 1h30m"),
    STATE_NEWER("state.newer-format", "Use the belt version that wrote the file, or a later one"),
    STATE_DAMAGED(
            "state.damaged",
            "Restore the file from the copy beside it, or remove it and run the command again");

    private final String id;
    private final String fix;

    CoreProblem(String id, String fix) {
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
