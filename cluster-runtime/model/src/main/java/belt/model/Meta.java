package belt.model;

import java.time.Instant;

/// What every stored object carries.
///
/// @param version rises with every write of the object; the optimistic lock of updates. 0 before it was stored
/// @param createdAt leader's clock
/// @param updatedAt leader's clock
public record Meta(long version, Instant createdAt, Instant updatedAt) {
    /// Of an object that is not stored yet.
    public static final Meta NEW = new Meta(0, Instant.EPOCH, Instant.EPOCH);

    /// The next version of this object's meta.
    public Meta next(long version, Instant now) {
        return new Meta(version, this.version == 0 ? now : createdAt, now);
    }
}
