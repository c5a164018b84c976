package belt.cli.migrate;

import belt.core.ProblemCode;

/// What can go wrong when something is taken over.
public enum ImportProblem implements ProblemCode {
    NOT_A_STORE("import.nothing-there", "Name the folder that the other program kept"),
    LEFT_OUT("import.left-out", "Read the reasons beside the names; run it again when mended");

    private final String id;
    private final String fix;

    ImportProblem(String id, String fix) {
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
