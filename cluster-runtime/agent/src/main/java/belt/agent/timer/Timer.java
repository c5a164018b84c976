package belt.agent.timer;

import java.time.Duration;

/// Does something later. One timer serves a whole process; what it runs must be short and must not block.
public interface Timer {
    /// Something that will be done.
    interface Planned {
        /// Makes sure that it will not be done, unless it has begun.
        void cancel();
    }

    /// Does it once, that far ahead.
    Planned after(Duration delay, Runnable work);
}
