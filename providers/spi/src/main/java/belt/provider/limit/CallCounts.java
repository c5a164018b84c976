package belt.provider.limit;

import java.nio.ByteBuffer;
import java.time.Instant;

/// The content of a {@link CallFile}: a head, and a ring with the time of each of the last calls. Lives only while the file
/// is locked.
///
/// ```
/// 0   "BELTCALL"            32  until when no call may go out
/// 8   number of slots       40  limit that the provider told, 0 if none
/// 12  index of the newest   44  calls of others
/// 16  calls in the ring     48  until when that counts
/// 64  the ring: milliseconds since 1970, 8 bytes each
/// ```
final class CallCounts {
    static final int HEAD = 64;
    private static final long MAGIC = 0x42454c5443414c4cL;

    private final ByteBuffer bytes;
    private final int slots;
    private boolean changed;

    /// Reads what is there; begins anew if that is nothing that it knows.
    CallCounts(ByteBuffer bytes, int slots) {
        this.bytes = bytes;
        this.slots = slots;
        if (!isSound()) {
            for (int i = 0; i < bytes.capacity(); i += Long.BYTES) {
                bytes.putLong(i, 0);
            }
            bytes.putLong(0, MAGIC);
            bytes.putInt(8, slots);
            bytes.putInt(12, slots - 1);
            changed = true;
        }
    }

    static int size(int slots) {
        return HEAD + slots * Long.BYTES;
    }

    private boolean isSound() {
        int newest = bytes.getInt(12);
        int count = bytes.getInt(16);
        return bytes.getLong(0) == MAGIC
                && bytes.getInt(8) == slots
                && newest >= 0
                && newest < slots
                && count >= 0
                && count <= slots;
    }

    boolean changed() {
        return changed;
    }

    CallCounts add(Instant now) {
        int next = (bytes.getInt(12) + 1) % slots;
        bytes.putLong(HEAD + next * Long.BYTES, now.toEpochMilli());
        bytes.putInt(12, next);
        bytes.putInt(16, Math.min(slots, bytes.getInt(16) + 1));
        changed = true;
        return this;
    }

    CallCounts heldUntil(Instant until) {
        if (until.toEpochMilli() > bytes.getLong(32)) {
            bytes.putLong(32, until.toEpochMilli());
            changed = true;
        }
        return this;
    }

    CallCounts told(int limit, int others, Instant until) {
        if (bytes.getInt(40) != limit || bytes.getInt(44) != others || others > 0) {
            bytes.putInt(40, limit);
            bytes.putInt(44, others);
            bytes.putLong(48, until.toEpochMilli());
            changed = true;
        }
        return this;
    }

    Instant held() {
        return Instant.ofEpochMilli(bytes.getLong(32));
    }

    /// The limit that the provider told last; as good as none if it told none.
    int limit() {
        int told = bytes.getInt(40);
        return told <= 0 ? Integer.MAX_VALUE : told;
    }

    int others(Instant now) {
        return bytes.getLong(48) > now.toEpochMilli() ? bytes.getInt(44) : 0;
    }

    /// When the nth newest call was made; long ago if there are fewer.
    Instant nthNewest(int n) {
        return n > bytes.getInt(16) ? Instant.EPOCH : Instant.ofEpochMilli(call(n));
    }

    /// How many calls were made after a moment.
    int since(Instant after) {
        int low = 0;
        int high = bytes.getInt(16);
        while (low < high) { // calls are in order: look for the oldest that counts
            int middle = (low + high + 1) / 2;
            if (call(middle) > after.toEpochMilli()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long call(int nthNewest) {
        int index = Math.floorMod(bytes.getInt(12) - (nthNewest - 1), slots);
        return bytes.getLong(HEAD + index * Long.BYTES);
    }
}
