package belt.templates;

import belt.core.ProblemCode;

/// What can go wrong when a file for a node is written.
public enum TemplateProblem implements ProblemCode {
    VALUE_UNUSABLE(
            "template.value-unusable", "Remove the line break or control character from the value");

    private final String id;
    private final String fix;

    TemplateProblem(String id, String fix) {
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
