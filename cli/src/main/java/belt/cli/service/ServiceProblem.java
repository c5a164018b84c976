package belt.cli.service;

import belt.core.ProblemCode;

/// What keeps a service from becoming what was asked.
public enum ServiceProblem implements ProblemCode {
    UPDATE_PAUSED(
            "service.update-paused",
            "Read the tasks' errors with belt service ps NAME, then update again or use --rollback");

    private final String id;
    private final String fix;

    ServiceProblem(String id, String fix) {
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
