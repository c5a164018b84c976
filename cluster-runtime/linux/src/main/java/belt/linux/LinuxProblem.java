package belt.linux;

import belt.core.ProblemCode;

/// What can go wrong between us and the kernel.
public enum LinuxProblem implements ProblemCode {
    COMMAND_FAILED("linux.command-failed", "Read the command's own words, then run it by hand"),
    COMMAND_MISSING("linux.command-missing", "Install the package that holds the command"),
    COMMAND_TIMEOUT(
            "linux.command-timeout", "Look at what the command waits for, then run it by hand"),
    NAMESPACE("linux.namespace", "Run as root on a kernel with network namespaces"),
    CGROUP("linux.cgroup", "Check that the control group file systems are mounted and writable"),
    SYSCTL("linux.sysctl", "Check that the key exists and that this host may set it"),
    FILE("linux.file", "Check that the file's folder exists, is writable and has space"),
    LOCK_HELD("linux.lock-held", "Wait for the other command to end, or end it"),
    NATIVE("linux.native-call", "Run with the Java options of bin/beltd or ./belt"),
    NO_FREE_RANGE("linux.no-free-range", "Remove a route that covers the private ranges");

    private final String id;
    private final String fix;

    LinuxProblem(String id, String fix) {
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
