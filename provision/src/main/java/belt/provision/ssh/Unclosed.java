package belt.provision.ssh;

import java.io.IOException;
import java.io.OutputStream;

/// Output that belongs to somebody else: JSch would close it.
class Unclosed extends OutputStream {
    private final OutputStream out;

    Unclosed(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
