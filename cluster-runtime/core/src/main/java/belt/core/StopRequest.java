package belt.core;

/// Whether somebody wants an end, for example by Ctrl-C. Asked between two steps and while waiting, never in the middle of
/// a step: what was begun is finished, and what is left can be taken up again.
@FunctionalInterface
public interface StopRequest {
    /// Nobody ever does.
    // only this line names that class, so nobody begins with it and waits for this one
    @SuppressWarnings("ClassInitializationDeadlock")
    StopRequest NEVER = new NeverRequested();

    boolean requested();

    /// @throws InterruptedException if an end is wanted
    default void check() throws InterruptedException {
        if (requested()) {
            throw new InterruptedException("an end is wanted");
        }
    }
}
