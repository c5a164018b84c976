package belt.provision.step;

import java.time.Duration;
import java.util.Optional;

/// What happens while a plan is carried out.
///
/// @param node the machine
/// @param step the step
/// @param number counts from 1
/// @param of how many steps there are
/// @param state what became of it
/// @param detail what can be said beside that: a percentage, a note
/// @param since how long the step has taken so far
public record StepEvent(
        String node,
        Step step,
        int number,
        int of,
        State state,
        Optional<String> detail,
        Duration since) {
    /// A step's life.
    public enum State {
        STARTED,
        PROGRESS,
        /// It was carried out, or did not need to be.
        DONE,
        FAILED
    }
}
