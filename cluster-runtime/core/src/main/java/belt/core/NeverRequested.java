package belt.core;

/// {@link StopRequest#NEVER}. A class of its own and no lambda: those of interfaces are not in the JVM's AOT cache, and making
/// the first one at run time costs a short command ten milliseconds.
final class NeverRequested implements StopRequest {
    @Override
    public boolean requested() {
        return false;
    }
}
