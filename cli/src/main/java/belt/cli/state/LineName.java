package belt.cli.state;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The name in a line of the inventory, found without reading the line.
final class LineName {
    private static final byte[] NAME = ",\"name\":\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FORMAT = "{\"format\":".getBytes(StandardCharsets.UTF_8);

    private LineName() {}

    /// @param format the format that belt writes now
    /// @return null if the line does not begin as belt writes it now: with format and name
    static @Nullable String in(byte[] bytes, int from, int to, long format) {
        int at = after(FORMAT, bytes, from, to);
        long seen = 0;
        while (at >= 0 && at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            seen = seen * 10 + bytes[at++] - '0';
        }
        int begin = at < 0 || seen != format ? -1 : after(NAME, bytes, at, to);
        if (begin < 0) {
            return null;
        }
        for (int end = begin; end < to && bytes[end] != '\\'; end++) {
            if (bytes[end] == '"') {
                return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /// Where these bytes end if they stand here; -1 if they do not, or here is nowhere.
    private static int after(byte[] wanted, byte[] bytes, int from, int to) {
        if (to - from < wanted.length) {
            return -1;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[from + i] != wanted[i]) {
                return -1;
            }
        }
        return from + wanted.length;
    }
}
