package belt.transport;

import belt.core.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener that writes down what it hears.
class Recorder implements StreamListener {
    /// How long a test waits for something that must come.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final BlockingQueue<Stream> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseCause> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<Stream> writable = new LinkedBlockingQueue<>();
    private final Calls calls;

    Recorder() {
        this(Calls.MAY_BLOCK);
    }

    Recorder(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Calls calls() {
        return calls;
    }

    @Override
    public void onOpen(Stream stream) {
        opened.add(stream);
    }

    @Override
    public void onFrame(Stream stream, byte kind, byte[] payload) {
        frames.add(kind + ":" + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void onWritable(Stream stream) {
        writable.add(stream);
    }

    @Override
    public void onClose(Stream stream, CloseCause cause) {
        closed.add(cause);
    }

    static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within " + PATIENCE);
        }
        return next;
    }

    static boolean until(Deadline.Condition condition) throws InterruptedException {
        return Deadline.in(PATIENCE).await(Duration.ofMillis(5), condition);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
