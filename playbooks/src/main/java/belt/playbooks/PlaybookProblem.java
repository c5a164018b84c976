package belt.playbooks;

import belt.core.ProblemCode;

/// What can go wrong with a playbook.
public enum PlaybookProblem implements ProblemCode {
    UNREADABLE("play.unreadable", "Check the path and the file's rights"),
    YAML("play.yaml", "Repair the YAML at the line and column that are named"),
    FORM("play.form", "Compare with docs/reference/playbook.md"),
    UNKNOWN_KEY("play.unknown-key", "Use the nearest key that is named, or remove it"),
    UNKNOWN_MODULE("play.unknown-module", "Use a module of docs/reference/playbook.md"),
    NOT_SUPPORTED(
            "play.not-supported",
            "Write it with what docs/reference/playbook.md lists, or run it with Ansible"),
    EXPRESSION("play.expression", "Repair the expression at the place that is named"),
    UNDEFINED("play.undefined", "Define the variable under vars, or give it a default"),
    TASK_FAILED("play.task-failed", "Read the task's last lines, then run the playbook again");

    private final String id;
    private final String fix;

    PlaybookProblem(String id, String fix) {
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
