package belt.provider.exec;

import belt.core.ProblemCode;

/// What can go wrong with an executable that is a provider.
public enum ExecProblem implements ProblemCode {
    CANNOT_START(
            "provider.exec-cannot-start",
            "Run the executable by hand, and mend what it complains of"),
    BROKEN(
            "provider.exec-broken",
            "Run belt provider check with --self-test, and tell the provider's author"),
    VERSION("provider.exec-version", "Install a release of the provider that fits this belt"),
    REFUSED("provider.exec-refused", "Change what the message names, then run the command again"),
    FAILED("provider.exec-failed", "Look at what the provider said, in the message and in the log");

    private final String id;
    private final String fix;

    ExecProblem(String id, String fix) {
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
