package belt.cli.creation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One machine of a creation.
///
/// @param name its name
/// @param batch the id of its batch
/// @param stage how far it is
/// @param id the provider's id of it; empty while not known
/// @param at when that was written down
/// @param failure why it got no further; null unless it failed
/// @param keptUntil until when it is kept though it failed; null if nobody said so
public record Item(
        String name,
        String batch,
        Stage stage,
        String id,
        Instant at,
        @Nullable Failure failure,
        @Nullable Instant keptUntil) {
    /// Why a machine got no further.
    ///
    /// @param at the stage that it did not reach
    /// @param reason what was said
    /// @param retryable whether trying the same again may help
    public record Failure(Stage at, String reason, boolean retryable) {}

    Item with(Stage next, Instant when) {
        return new Item(name, batch, next, id, when, null, null);
    }

    Item withId(Stage next, String newId, Instant when) {
        return new Item(name, batch, next, newId, when, null, null);
    }

    Item failed(Failure why, Instant when) {
        return new Item(name, batch, stage, id, when, why, keptUntil);
    }

    Item kept(Instant until) {
        return new Item(name, batch, stage, id, at, failure, until);
    }

    /// Whether its provider could not make it, or gave up on it.
    public boolean unmade() {
        return failure != null && !stage.isAtLeast(Stage.ADDRESSED);
    }

    /// Whether the provider has it.
    public boolean isThere() {
        return stage.isAtLeast(Stage.ALLOCATED) && !unmade();
    }
}
