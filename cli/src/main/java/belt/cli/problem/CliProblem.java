package belt.cli.problem;

import belt.core.ProblemCode;

/// What can go wrong before a command reaches a machine or a cluster.
public enum CliProblem implements ProblemCode {
    UNKNOWN_COMMAND("cli.unknown-command", "Run belt without arguments to see every command"),
    UNKNOWN_OPTION("cli.unknown-option", "Add --help to the command to see its options"),
    BAD_VALUE("cli.bad-value", "Add --help to the command to see what the option takes"),
    BAD_ARGUMENTS("cli.bad-arguments", "Add --help to the command to see its arguments"),
    UNKNOWN_TOPIC("cli.unknown-topic", "Run belt help to see the topics"),
    BAD_FORMAT("cli.bad-format", "Run belt help output to see the output formats"),
    CONFIRM("cli.not-confirmed", "Add -y, or answer y when asked on a terminal"),
    RISK("cli.risk-not-accepted", "Add --accept-risk with the risk that the message names"),
    UNKNOWN_PROVIDER("cli.unknown-provider", "Run belt help providers to see the providers"),
    SELF_TEST(
            "cli.self-test-failed",
            "Mend what the lines that begin with BROKEN say, then run the test again"),
    NO_BUNDLE(
            "cli.no-node-bundle", "Build it on a machine of that architecture with ./belt version"),
    NO_CLUSTER("state.no-such-cluster", "Run belt cluster ls to see the clusters"),
    NO_ACTIVE("state.nothing-active", "Choose one with belt use CLUSTER or belt active NODE"),
    CLUSTER_EXISTS(
            "state.cluster-exists", "Change it with belt cluster update, or choose another name"),
    BAD_CLUSTER_NAME(
            "state.bad-cluster-name", "Use letters, digits and hyphens, beginning with a letter"),
    NO_MACHINE("state.no-such-machine", "Run belt ls to see the machines"),
    NO_MATCH("state.nothing-selected", "Run belt ls to see what can be selected"),
    LOCKED("state.locked", "Wait until the other command ends, then run this one again"),
    FILES("state.files", "Look at the named file or folder: its owner, mode and free space"),
    CONFIG("state.bad-config", "Mend the line that the message names");

    private final String id;
    private final String fix;

    CliProblem(String id, String fix) {
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
