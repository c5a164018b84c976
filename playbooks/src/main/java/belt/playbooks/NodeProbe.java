package belt.playbooks;

/// Looks at a node without changing it.
@FunctionalInterface
interface NodeProbe {
    /// Runs a script as root and returns what it printed, without the last line's end. A script that fails prints what it
    /// printed.
    String look(String script) throws InterruptedException;
}
