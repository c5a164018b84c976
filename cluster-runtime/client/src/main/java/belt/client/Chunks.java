package belt.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body in chunks (RFC 9112 §7.1). Its end before the last chunk is an error.
final class Chunks extends InputStream {
    private final InputStream in;
    private int left;
    private boolean first = true;
    private boolean over;

    Chunks(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!over && left == 0) {
            next();
        }
        if (over) {
            return -1;
        }
        int count = in.read(bytes, offset, Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection was closed in the middle of an answer");
        }
        left -= count;
        return count;
    }

    private void next() throws IOException {
        if (!first) {
            Connection.line(in);
        }
        first = false;
        String head = Connection.line(in);
        int semicolon = head.indexOf(';');
        left = Connection.number((semicolon < 0 ? head : head.substring(0, semicolon)).strip(), 16);
        if (left == 0) {
            over = true;
            while (!Connection.line(in).isEmpty()) {
                // trailers say nothing that we use
            }
        }
    }
}
