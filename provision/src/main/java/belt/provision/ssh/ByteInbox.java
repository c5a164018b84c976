package belt.provision.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// A bounded pipe between a session's reading thread and whoever consumes one channel. Unlike `java.io.PipedInputStream`
/// it neither polls once a second nor cares which threads are alive. When it is full the writing side waits, and with it
/// the whole session: JSch has no flow control per channel.
final class ByteInbox {
    private final byte[] ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int start;
    private int used;
    private boolean ended;
    private boolean abandoned;

    ByteInbox(int capacity) {
        ring = new byte[capacity];
    }

    /// The side that the session writes. Closing it lets the reader see the end.
    OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                put(bytes, offset, length);
            }

            @Override
            public void close() {
                end();
            }
        };
    }

    /// The side that is read. Closing it throws away what comes after.
    InputStream source() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : take(bytes, offset, length);
            }

            @Override
            public int available() {
                lock.lock();
                try {
                    return used;
                } finally {
                    lock.unlock();
                }
            }

            @Override
            public void close() {
                abandon();
            }
        };
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            int done = 0;
            while (done < length) {
                awaitWhile(() -> used == ring.length && !abandoned && !ended);
                if (abandoned || ended) {
                    return;
                }
                int end = (start + used) % ring.length;
                int room = Math.min(ring.length - used, ring.length - end);
                int part = Math.min(room, length - done);
                System.arraycopy(bytes, offset + done, ring, end, part);
                used += part;
                done += part;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            awaitWhile(() -> used == 0 && !ended && !abandoned);
            if (used == 0 || abandoned) {
                return -1;
            }
            int part = Math.min(Math.min(length, used), ring.length - start);
            System.arraycopy(ring, start, bytes, offset, part);
            start = (start + part) % ring.length;
            used -= part;
            changed.signalAll();
            return part;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWhile(BooleanSupplier condition) throws InterruptedIOException {
        try {
            while (condition.getAsBoolean()) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void abandon() {
        lock.lock();
        try {
            abandoned = true;
            used = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
