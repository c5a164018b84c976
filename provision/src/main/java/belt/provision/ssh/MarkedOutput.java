package belt.provision.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The standard output of a remote command behind its first line, which our wrapper prints and which carries the process
/// id. Whatever a login shell's start-up files printed before it is kept apart.
final class MarkedOutput extends OutputStream {
    private static final int LONGEST_PREFACE = 64 * 1024;

    private final byte[] mark;
    private final OutputStream out;
    private final ByteArrayOutputStream preface = new ByteArrayOutputStream();
    private final CountDownLatch marked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long pid = -1;
    private boolean passing;

    /// @param mark what stands before the process id, unguessable
    /// @param out receives the rest; flushed after each piece and never closed
    MarkedOutput(String mark, OutputStream out) {
        this.mark = mark.getBytes(StandardCharsets.US_ASCII);
        this.out = out;
    }

    /// The process id, once the wrapper has said it.
    OptionalLong pid(long waitMillis) throws InterruptedException {
        boolean known = marked.await(waitMillis, TimeUnit.MILLISECONDS) && pid > 0;
        return known ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    /// Whether our wrapper ran at all.
    boolean started() {
        return pid > 0;
    }

    /// What came before the mark.
    String preface() {
        return preface.toString(StandardCharsets.UTF_8);
    }

    /// @return whether the command closed its output in that time
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (!passing && from < end) {
            preface.write(bytes[from++]);
            if (bytes[from - 1] == '\n') {
                look();
            }
            passing = passing || preface.size() > LONGEST_PREFACE;
        }
        if (from < end) {
            out.write(bytes, from, end - from);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.flush();
        marked.countDown();
        ended.countDown();
    }

    private void look() {
        String text = preface.toString(StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf(new String(mark, StandardCharsets.ISO_8859_1));
        if (at < 0) {
            return;
        }
        pid = Long.parseLong(text.substring(at + mark.length).strip());
        preface.reset();
        passing = true;
        marked.countDown();
    }
}
