package belt.provider.local;

import belt.core.ProblemCode;

/// What can go wrong with local machines.
public enum LocalProblem implements ProblemCode {
    USER_DATA(
            "local.user-data-unusable",
            "Begin the user data with #! and the interpreter: local machines have no cloud-init"),
    NOT_HERE(
            "local.not-possible-here",
            "Do what the message lists, or use another provider with --driver"),
    NEEDS_ROOT("local.needs-root", "Run the same command with sudo"),
    BUSY("local.busy", "Wait for the other belt to end, or end it"),
    MACHINE_DIED(
            "local.machine-died",
            "Read the machine's log that the message names, then run the command again"),
    NO_SSH("local.no-ssh", "Read the machine's log that the message names"),
    RANGE_TAKEN(
            "local.range-taken",
            "Take the overlapping route away, or remove all local machines and make them again"),
    RANGE_FULL("local.range-full", "Remove machines that are no longer needed"),
    BASE_FAILED("local.base-failed", "Check the free space and the packages that are named"),
    BASE_LOST(
            "local.base-lost",
            "Save what you need from the machine's disks, then remove the machine and make it again"),
    FILE_SYSTEM(
            "local.file-system",
            "Keep the project folder on ext4, xfs or btrfs, not on an overlay"),
    UNKNOWN_MACHINE("local.unknown-machine", "Look with belt ls what machines there are"),
    IMAGE("local.image", "Leave the image out: local machines are made of this host's packages");

    private final String id;
    private final String fix;

    LocalProblem(String id, String fix) {
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
