package belt.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Notices that a client closed its end while a request is being answered. Jetty's HTTP/1.1 reads nothing meanwhile, so
/// that a silent stream would otherwise never end. Bytes that arrive instead are the next request; they are given back.
///
/// One lock guards the state; the action and all I/O but a non-blocking read happen outside of it.
final class ClientWatch implements Callback {
    private static final long FIRST_LOOK_MILLIS = 250;
    private static final int READ_AHEAD_BYTES = 16_384;

    private final Connection connection;
    private final EndPoint endPoint;
    private final Runnable gone;
    private final Scheduler.Task firstLook;
    private boolean done;
    private boolean armed;
    private @Nullable ByteBuffer readAhead;

    private ClientWatch(Request request, Runnable gone) {
        this.connection = request.getConnectionMetaData().getConnection();
        this.endPoint = connection.getEndPoint();
        this.gone = gone;
        this.firstLook =
                request.getComponents()
                        .getScheduler()
                        .schedule(this::arm, FIRST_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Begins to watch; the request's body must have been read to its end.
    static ClientWatch start(Request request, Runnable gone) {
        return new ClientWatch(request, gone);
    }

    private synchronized void arm() {
        if (!done) {
            armed = endPoint.tryFillInterested(this);
        }
    }

    @Override
    public void succeeded() {
        if (read() < 0) {
            Thread.ofVirtual().name("client-gone").start(gone);
        }
    }

    private synchronized int read() {
        armed = false;
        if (done) {
            return 0;
        }
        ByteBuffer buffer = BufferUtil.allocate(READ_AHEAD_BYTES);
        try {
            int count = endPoint.fill(buffer);
            if (count == 0) {
                armed = endPoint.tryFillInterested(this);
            } else if (count > 0) {
                readAhead = buffer;
            }
            return count;
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void failed(Throwable cause) {
        synchronized (this) {
            armed = false;
            if (done) {
                return;
            }
        }
        Thread.ofVirtual().name("client-gone").start(gone);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING; // a blocking one would cost a dispatch to a thread
    }

    /// Ends the watch. A read that is still pending when a response completes makes Jetty abort the connection, so this
    /// comes first.
    void stop() {
        firstLook.cancel();
        synchronized (this) {
            done = true;
            if (armed && endPoint instanceof AbstractEndPoint cancellable) {
                cancellable.getFillInterest().onFail(new CancellationException("answered"));
            }
            armed = false;
            if (readAhead != null && connection instanceof Connection.UpgradeTo http) {
                http.onUpgradeTo(readAhead);
                readAhead = null;
            }
        }
    }
}
