package belt.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body of a length known beforehand. Its end before that is an error.
final class Limited extends InputStream {
    private final InputStream in;
    private int left;

    Limited(InputStream in, int length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(bytes, offset, Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection was closed in the middle of an answer");
        }
        left -= count;
        return count;
    }
}
