package belt.provider.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The other side of the protocol in a thread instead of a process.
final class ServedLink implements Link {
    /// What answers.
    interface Handler {
        /// @param write sends an event
        /// @return `result` or `error`
        Map<String, ?> answer(Fields request, Writer write) throws IOException;
    }

    /// Sends a line.
    interface Writer {
        void write(Map<String, ?> line) throws IOException;
    }

    private final Handler handler;
    private final PipedInputStream toRead = new PipedInputStream(1 << 16);
    private final PipedOutputStream in = new PipedOutputStream(toRead);
    private final PipedInputStream out = new PipedInputStream(1 << 16);
    private final PipedOutputStream toWrite = new PipedOutputStream(out);
    private final CountDownLatch ended = new CountDownLatch(1);

    ServedLink(Handler handler) throws IOException {
        this.handler = handler;
        Thread.ofPlatform().daemon().name("served").start(this::serve);
    }

    private void serve() {
        try (toWrite) {
            var lines = new LineReader(toRead, 1 << 20);
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                Fields request = Fields.of("request", JsonLine.read(line));
                var reply = new LinkedHashMap<String, Object>();
                reply.put("id", request.number("id", 0));
                reply.putAll(handler.answer(request, this::write));
                write(reply);
            }
        } catch (IOException _) {
            // the other side has gone
        } finally {
            ended.countDown();
        }
    }

    private void write(Map<String, ?> reply) throws IOException {
        toWrite.write(JsonLine.write(reply));
        toWrite.write('\n');
        toWrite.flush();
    }

    @Override
    public OutputStream in() {
        return in;
    }

    @Override
    public InputStream out() {
        return out;
    }

    @Override
    public InputStream err() {
        return InputStream.nullInputStream();
    }

    @Override
    public boolean awaitEnd(Duration most) throws InterruptedException {
        return ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public OptionalInt exit() {
        return OptionalInt.of(0);
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    @Override
    public void end(boolean force) {
        try {
            in.close();
            out.close();
        } catch (IOException _) {
            // it is over either way
        }
    }
}
