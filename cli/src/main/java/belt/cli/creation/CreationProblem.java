package belt.cli.creation;

import belt.core.ProblemCode;

/// What can go wrong while machines are made.
public enum CreationProblem implements ProblemCode {
    NOT_ACTIVE("create.not-active-yet", "Run belt resume, with --timeout if it needs longer"),
    NOT_MADE("create.not-made", "Run belt resume to go on, or belt rollback to undo"),
    PROVIDER_GAVE_UP(
            "create.provider-gave-up", "Run belt rollback, and try another size or region"),
    NOTHING_OPEN("create.nothing-open", "Look at what there is with belt ls"),
    NAME_NOT_FREE(
            "create.name-not-free",
            "Wait until belt ls --refresh does not show it, then create it again"),
    OVER_BUDGET("create.over-budget", "Choose fewer or smaller machines, or a higher --budget");

    private final String id;
    private final String fix;

    CreationProblem(String id, String fix) {
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
