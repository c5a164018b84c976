package belt.cli.operate;

import belt.core.ProblemCode;

/// What keeps belt from making or changing machines and nodes.
public enum OperateProblem implements ProblemCode {
    CANNOT_RUN_HERE(
            "host.cannot-run-here",
            "Do what the message names on this host, then run the command again"),
    NEEDS_ROOT("host.needs-root", "Run the same command with sudo"),
    PACKAGES("host.packages-missing", "Install the packages that the message names with apt-get"),
    NO_BUNDLE("host.no-node-bundle", "Build belt again: ./belt version"),
    NOT_READY("node.not-ready", "Look at the node's log: belt logs --unit beltd NODE"),
    NOTHING_TAGGED("adopt.nothing-tagged", "Check the name, the provider and the account"),
    OTHER_KEY("adopt.other-key", "Move the key that is there away, if the other is the right one"),
    NO_KEY("adopt.no-key", "Give the private key's file, with its .pub beside it"),
    WAIT("status.not-reached", "Look at the machines with belt ls; give --timeout more time");

    private final String id;
    private final String fix;

    OperateProblem(String id, String fix) {
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
