package belt.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes Protocol Buffers' primitive forms into a growing array. Not for several threads.
public final class WireWriter {
    private byte[] buffer;
    private int size;

    public WireWriter() {
        this(256);
    }

    /// @param capacity first size of the array, in bytes
    public WireWriter(int capacity) {
        buffer = new byte[Math.max(16, capacity)];
    }

    /// How many bytes were written.
    public int size() {
        return size;
    }

    /// A copy of what was written.
    public byte[] toArray() {
        return Arrays.copyOf(buffer, size);
    }

    public void writeByte(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
    }

    /// An unsigned varint; negative values take ten bytes.
    public void writeVarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    /// A signed varint in zigzag form: small for small magnitudes of either sign.
    public void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    public void writeFixed64(long value) {
        ensure(8);
        for (int i = 0; i < 8; i++) {
            buffer[size++] = (byte) (value >>> (8 * i));
        }
    }

    /// Raw bytes without a length.
    public void writeRaw(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    /// A length, then the bytes.
    public void writeBytes(byte[] bytes) {
        writeVarint(bytes.length);
        writeRaw(bytes);
    }

    /// A length, then the text in UTF-8.
    public void writeString(String text) {
        writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Begins a part whose length is not known yet; give the result to {@link #endNested}.
    public int beginNested() {
        writeByte(0);
        return size;
    }

    /// Ends the part that began at `start` and puts its length in front of it.
    public void endNested(int start) {
        int length = size - start;
        if (length < 0x80) {
            buffer[start - 1] = (byte) length;
            return;
        }
        int extra = varintSize(length) - 1;
        ensure(extra);
        System.arraycopy(buffer, start, buffer, start + extra, length);
        size = start - 1;
        writeVarint(length);
        size += length;
    }

    private static int varintSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value)) / 7;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
