package belt.cli.file;

import belt.core.ProblemCode;

/// What can be wrong with a cluster's file.
public enum FileProblem implements ProblemCode {
    UNREADABLE("file.unreadable", "Check the path and the rights of the file"),
    BROKEN_YAML(
            "file.broken-yaml", "Correct the YAML at the line and column that the message names"),
    UNKNOWN_KEY("file.unknown-key", "Correct the key; docs/reference/belt-yaml.md lists them all"),
    BAD_VALUE("file.bad-value", "Correct the value at the line and column that the message names"),
    MISSING_KEY("file.missing-key", "Add the key that the message names");

    private final String id;
    private final String fix;

    FileProblem(String id, String fix) {
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
