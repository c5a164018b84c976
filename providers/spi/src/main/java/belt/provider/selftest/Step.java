package belt.provider.selftest;

/// One promise, and how to see whether it is kept.
///
/// @param promise what the provider does if it is right: `lists what it made`
/// @param work looks; may throw a {@link belt.core.BeltException}, which counts as broken
public record Step(String promise, Work work) {
    /// How to see whether a promise is kept.
    @FunctionalInterface
    public interface Work {
        Verdict look() throws InterruptedException;
    }

    /// What was seen.
    public sealed interface Verdict {
        /// The promise is kept.
        record Kept() implements Verdict {}

        /// It is not.
        ///
        /// @param why what was seen instead
        record Broken(String why) implements Verdict {}

        /// It was not looked at.
        ///
        /// @param why for example a capability that the provider does not declare
        record Skipped(String why) implements Verdict {}
    }

    /// A step with what was seen.
    public record Finding(String promise, Verdict verdict) {}
}
