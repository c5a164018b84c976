package belt.http.swarm;

import belt.model.NodeId;
import belt.model.Task;
import belt.model.TaskId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Turns pieces of tasks' logs into Docker's stream: one frame a line, each with its origin where details are wanted.
/// Pieces are taken without waiting and kept until the client reads them; a client that is too slow for that is told.
final class LogLines implements LogSource.Sink {
    private static final int KEPT_BYTES = 16 << 20;
    private static final int SYSTEM_ERROR = 3;

    private record Origin(TaskId task, int stream) {}

    private final Map<TaskId, Task> tasks = new HashMap<>();
    private final boolean details;
    private final boolean timestamps;
    private final boolean raw;
    private final Map<Origin, ByteArrayOutputStream> unfinished = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<byte[]> ready = new ArrayDeque<>();
    private long readyBytes;
    private boolean ended;

    /// @param raw whether the task has a terminal: then there are no frames
    LogLines(List<Task> tasks, boolean details, boolean timestamps, boolean raw) {
        tasks.forEach(task -> this.tasks.put(task.id(), task));
        this.details = details;
        this.timestamps = timestamps;
        this.raw = raw;
    }

    @Override
    public void chunk(NodeId node, TaskId task, int stream, byte[] data) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (readyBytes + data.length > KEPT_BYTES) {
                finish(List.of("the reader is too slow"));
                return;
            }
            split(new Origin(task, stream), node, data);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void split(Origin origin, NodeId node, byte[] data) {
        if (raw) {
            keep(data);
            return;
        }
        ByteArrayOutputStream line =
                unfinished.computeIfAbsent(origin, _ -> new ByteArrayOutputStream());
        int from = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                line.write(data, from, i + 1 - from);
                from = i + 1;
                keep(frame(origin.stream(), withDetails(origin.task(), node, line.toByteArray())));
                line.reset();
            }
        }
        line.write(data, from, data.length - from);
    }

    private void keep(byte[] bytes) {
        ready.add(bytes);
        readyBytes += bytes.length;
    }

    /// `2026-… node=…,service=…,task=… text`: the time stays in front.
    private byte[] withDetails(TaskId id, NodeId node, byte[] line) {
        Task task = tasks.get(id);
        if (!details || task == null) {
            return line;
        }
        String attributes =
                pair("com.docker.swarm.node.id", node.value())
                        + ","
                        + pair("com.docker.swarm.service.id", task.serviceId().value())
                        + ","
                        + pair("com.docker.swarm.task.id", id.value())
                        + " ";
        int head = timestamps ? timeLength(line) : 0;
        byte[] middle = attributes.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(line.length + middle.length)
                .put(line, 0, head)
                .put(middle)
                .put(line, head, line.length - head)
                .array();
    }

    private static int timeLength(byte[] line) {
        for (int i = 0; i < line.length; i++) {
            if (line[i] == ' ') {
                return i + 1;
            }
        }
        return 0;
    }

    private static String pair(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static byte[] frame(int stream, byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .put((byte) stream)
                .put(new byte[3])
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    @Override
    public void end(List<String> missing) {
        lock.lock();
        try {
            finish(missing);
        } finally {
            lock.unlock();
        }
    }

    private void finish(List<String> missing) {
        if (ended) {
            return;
        }
        ended = true;
        unfinished.forEach((origin, rest) -> {
            Task task = tasks.get(origin.task());
            NodeId node = task == null ? null : task.nodeId();
            if (rest.size() > 0 && node != null) {
                keep(frame(origin.stream(), withDetails(origin.task(), node, rest.toByteArray())));
            }
        });
        if (!missing.isEmpty()) {
            String text =
                    "Error grabbing logs: rpc error: code = Unknown desc = warning: incomplete log"
                            + " stream. some logs could not be retrieved for the following reasons: "
                            + String.join(", ", missing)
                            + "\n";
            byte[] line = text.getBytes(StandardCharsets.UTF_8);
            keep(raw ? line : frame(SYSTEM_ERROR, line));
        }
        arrived.signalAll();
    }

    /// Copies until the end.
    void copyTo(OutputStream out) throws IOException, InterruptedException {
        for (byte[] next = take(); next != null; next = take()) {
            out.write(next);
        }
    }

    private byte @Nullable [] take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ready.isEmpty() && !ended) {
                arrived.await();
            }
            byte[] next = ready.poll();
            readyBytes -= next == null ? 0 : next.length;
            return next;
        } finally {
            lock.unlock();
        }
    }
}
