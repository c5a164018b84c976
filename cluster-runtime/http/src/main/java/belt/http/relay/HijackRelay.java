package belt.http.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client connection becomes after the engine took it over: two copies of bytes, each of which ends by half-closing
/// the other side. Works on decrypted TLS as on a Unix socket.
final class HijackRelay extends AbstractConnection implements Connection.UpgradeTo {
    private static final Logger log = LoggerFactory.getLogger(HijackRelay.class);
    private static final int BUFFER_BYTES = 32_768;

    private final Upstream engine;
    private final ByteBuffer early;
    private final AtomicInteger openDirections = new AtomicInteger(2);
    private final Semaphore readable = new Semaphore(0);
    private volatile @Nullable Throwable readFailure;
    private @Nullable ByteBuffer behindHead;

    /// @param early what the engine sent behind its head
    HijackRelay(EndPoint client, Executor executor, Upstream engine, ByteBuffer early) {
        super(client, executor);
        this.engine = engine;
        this.early = early;
    }

    @Override
    public void onUpgradeTo(ByteBuffer bytes) { // comes before onOpen
        if (bytes != null && bytes.hasRemaining()) {
            behindHead = ByteBuffer.wrap(BufferUtil.toArray(bytes));
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        Thread.ofVirtual().name("hijack-in").start(this::copyIn);
        Thread.ofVirtual().name("hijack-out").start(this::copyOut);
    }

    @Override
    public void onFillable() {
        // reading happens on our own thread
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        engine.abandon();
    }

    private void copyIn() {
        try {
            if (behindHead != null) {
                engine.write(behindHead);
            }
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            while (fill(buffer)) {
                engine.write(buffer);
            }
            engine.shutdownOutput();
            end(null);
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(e);
        }
    }

    private boolean fill(ByteBuffer buffer) throws IOException, InterruptedException {
        while (true) {
            BufferUtil.clear(buffer);
            int count = getEndPoint().fill(buffer);
            if (count != 0) {
                return count > 0;
            }
            getEndPoint().fillInterested(new Wake());
            readable.acquire();
            if (readFailure != null) {
                throw new IOException(readFailure);
            }
        }
    }

    private final class Wake implements Callback {
        @Override
        public void succeeded() {
            readable.release();
        }

        @Override
        public void failed(Throwable cause) {
            readFailure = cause;
            readable.release();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    private void copyOut() {
        try {
            write(early);
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            while (true) {
                buffer.clear();
                if (engine.read(buffer) < 0) {
                    break;
                }
                buffer.flip();
                write(buffer);
            }
            getEndPoint().shutdownOutput();
            end(null);
        } catch (IOException e) {
            end(e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining()) {
            try (Blocker.Callback blocker = Blocker.callback()) {
                getEndPoint().write(blocker, bytes);
                blocker.block();
            }
        }
    }

    private void end(@Nullable Throwable cause) {
        if (cause != null) {
            log.debug("hijacked stream broke off", cause);
        }
        if (openDirections.decrementAndGet() == 0 || cause != null) {
            engine.abandon();
            close();
        }
    }
}
