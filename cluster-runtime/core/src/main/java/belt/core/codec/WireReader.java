package belt.core.codec;

import java.nio.charset.StandardCharsets;

/// Reads what {@link WireWriter} wrote. A part that ends too early is a {@link MalformedException}.
public final class WireReader {
    private final byte[] buffer;
    private int position;
    private final int end;

    public WireReader(byte[] buffer) {
        this(buffer, 0, buffer.length);
    }

    private WireReader(byte[] buffer, int from, int end) {
        this.buffer = buffer;
        this.position = from;
        this.end = end;
    }

    public boolean hasMore() {
        return position < end;
    }

    public int readByte() {
        need(1);
        return buffer[position++] & 0xFF;
    }

    public long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedException("a number has more than ten bytes at offset " + position);
    }

    public long readZigzag() {
        long raw = readVarint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    public long readFixed64() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value |= (long) (buffer[position++] & 0xFF) << (8 * i);
        }
        return value;
    }

    public byte[] readRaw(int length) {
        need(length);
        byte[] bytes = new byte[length];
        System.arraycopy(buffer, position, bytes, 0, length);
        position += length;
        return bytes;
    }

    public byte[] readBytes() {
        return readRaw(length());
    }

    public String readString() {
        int length = length();
        need(length);
        String text = new String(buffer, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    /// The length-delimited part that begins here, as a reader of its own; this reader moves behind it.
    public WireReader readNested() {
        int length = length();
        need(length);
        var nested = new WireReader(buffer, position, position + length);
        position += length;
        return nested;
    }

    /// Moves behind a field that this version does not know.
    public void skip(int wireType) {
        switch (wireType) {
            case 0 -> readVarint();
            case 1 -> readFixed64();
            case 2 -> readNested();
            default ->
                    throw new MalformedException(
                            "wire type " + wireType + " at offset " + position);
        }
    }

    private int length() {
        long length = readVarint();
        if (length < 0 || length > end - position) {
            throw new MalformedException(
                    "length " + length + " at offset " + position + " of " + end);
        }
        return (int) length;
    }

    private void need(int bytes) {
        if (bytes < 0 || end - position < bytes) {
            throw new MalformedException(
                    "ends at " + end + ", " + bytes + " more bytes wanted at " + position);
        }
    }
}
