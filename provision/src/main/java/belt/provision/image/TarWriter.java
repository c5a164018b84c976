package belt.provision.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a tar archive (POSIX ustar) whose bytes depend on nothing but what is put in: owner root, a fixed time, the
/// caller's order.
final class TarWriter {
    private static final int BLOCK = 512;
    private static final long TIME = 1_767_225_600L; // 2026-01-01, as the build's own time stamp

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarWriter folder(String name, int mode) {
        header(name + "/", '5', mode, 0, "");
        return this;
    }

    TarWriter link(String name, String target) {
        header(name, '2', 0777, 0, target);
        return this;
    }

    TarWriter file(String name, int mode, byte[] content) {
        header(name, '0', mode, content.length, "");
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    /// The whole archive; the writer is used up then.
    byte[] finish() {
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private void header(String name, char type, int mode, long size, String target) {
        byte[] block = new byte[BLOCK];
        text(block, 0, 100, name);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, TIME);
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) type;
        text(block, 157, 100, target);
        text(block, 257, 6, "ustar");
        text(block, 263, 2, "00");
        text(block, 265, 32, "root");
        text(block, 297, 32, "root");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        out.writeBytes(block);
    }

    private static void text(byte[] block, int at, int room, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > room) {
            throw new IllegalArgumentException("too long for a tar header: " + text);
        }
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    /// Digits, closed by a zero byte.
    private static void octal(byte[] block, int at, int room, long value) {
        String digits = Long.toOctalString(value);
        text(block, at, room, "0".repeat(room - 1 - digits.length()) + digits);
    }
}
