package belt.transport;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of one stream into frames: four bytes with the payload's length (big-endian), one byte with the kind,
/// then the payload. Bytes go straight from Netty's buffer into the payload's array; nothing is collected twice.
final class FrameReader {
    /// Where frames go.
    interface Sink {
        void frame(byte kind, byte[] payload);
    }

    /// The peer announced a frame that is longer than it may be.
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;

        TooLong(String message) {
            super(message);
        }
    }

    static final int HEADER_BYTES = 5;

    private static final byte[] NOTHING = new byte[0];

    private int limit;
    private int headerBytes;
    private int length;
    private byte kind;
    private byte @Nullable [] payload;
    private int filled;

    /// @param limit the longest payload to accept
    FrameReader(int limit) {
        this.limit = limit;
    }

    void limit(int bytes) {
        this.limit = bytes;
    }

    /// Takes all readable bytes.
    void read(ByteBuf bytes, Sink sink) throws TooLong {
        while (bytes.isReadable()) {
            if (payload == null && !readHeader(bytes)) {
                return;
            }
            byte[] target = payload;
            if (target == null) {
                sink.frame(kind, NOTHING);
                continue;
            }
            int part = Math.min(bytes.readableBytes(), length - filled);
            bytes.readBytes(target, filled, part);
            filled += part;
            if (filled == length) {
                payload = null;
                sink.frame(kind, target);
            }
        }
    }

    /// Reads what there is of a header.
    ///
    /// @return whether it is complete; then `payload` waits for bytes, unless the frame has none
    private boolean readHeader(ByteBuf bytes) throws TooLong {
        while (headerBytes < HEADER_BYTES - 1) {
            if (!bytes.isReadable()) {
                return false;
            }
            length = length << 8 | bytes.readUnsignedByte();
            headerBytes++;
        }
        if (length < 0 || length > limit) {
            throw new TooLong(
                    "a frame of "
                            + Integer.toUnsignedString(length)
                            + " bytes, at most "
                            + limit
                            + " are allowed");
        }
        if (!bytes.isReadable()) {
            return false;
        }
        kind = bytes.readByte();
        headerBytes = 0;
        filled = 0;
        payload = length == 0 ? null : new byte[length];
        return true;
    }
}
