package belt.agent.logs;

import belt.agent.session.Session;
import belt.agent.task.Controller;
import belt.agent.task.TaskTable;
import belt.api.Message.LogChunk;
import belt.api.Message.LogEnd;
import belt.api.Message.LogSubscribe;
import belt.core.BeltException;
import belt.core.Bytes;
import belt.engine.LogQuery;
import belt.model.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads tasks' logs for the leader, one virtual thread a task while a subscription lasts. Each chunk is one line as the
/// engine gave it, with its newline; only lines longer than 16 KiB come in pieces.
public final class LogSubscriptions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogSubscriptions.class);

    private final TaskTable tasks;
    private final Session session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Reading> open = new HashMap<>();

    public LogSubscriptions(TaskTable tasks, Session session) {
        this.tasks = tasks;
        this.session = session;
    }

    /// Begins to send. Returns at once.
    public void subscribe(LogSubscribe wish) {
        var reading = new Reading(wish);
        lock.lock();
        try {
            Reading old = open.put(wish.subscription(), reading);
            if (old != null) {
                old.cancel();
            }
        } finally {
            lock.unlock();
        }
        reading.begin();
    }

    /// Ends one.
    public void unsubscribe(long subscription) {
        lock.lock();
        try {
            Reading reading = open.remove(subscription);
            if (reading != null) {
                reading.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends all: the session is gone, and with it whoever asked.
    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(Reading::cancel);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    private void forget(Reading reading) {
        lock.lock();
        try {
            open.remove(reading.wish.subscription(), reading);
        } finally {
            lock.unlock();
        }
    }

    private final class Reading {
        private final LogSubscribe wish;
        private final ReentrantLock guard = new ReentrantLock();
        private final List<Thread> threads = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int left;

        Reading(LogSubscribe wish) {
            this.wish = wish;
        }

        void begin() {
            if (wish.tasks().isEmpty()) {
                finish();
                return;
            }
            guard.lock();
            try {
                left = wish.tasks().size();
                for (TaskId task : wish.tasks()) {
                    Thread thread =
                            Thread.ofVirtual().name("log " + task).unstarted(() -> read(task));
                    threads.add(thread);
                    thread.start();
                }
            } finally {
                guard.unlock();
            }
        }

        void cancel() {
            guard.lock();
            try {
                threads.forEach(Thread::interrupt);
            } finally {
                guard.unlock();
            }
        }

        private void read(TaskId task) {
            String error = "";
            try {
                Controller controller = tasks.findController(task).orElse(null);
                if (controller == null) {
                    error = "task " + task + " is not on this node";
                } else {
                    controller.logs(query(), (stream, data) -> send(task, stream, data));
                }
            } catch (BeltException e) {
                error = "task " + task + ": " + e.getMessage();
            } catch (InterruptedException e) {
                LOG.debug("Nobody reads the log of task {} any more", task);
                return;
            }
            ended(error);
        }

        private LogQuery query() {
            return new LogQuery(
                    wish.follow(),
                    wish.stdout(),
                    wish.stderr(),
                    wish.timestamps(),
                    wish.since(),
                    wish.tail());
        }

        private void send(TaskId task, int stream, byte[] data) throws InterruptedException {
            var chunk = new LogChunk(wish.subscription(), task, stream, Bytes.of(data));
            if (!session.sendMuch(chunk)) {
                throw new InterruptedException("the session is gone");
            }
        }

        private void ended(String error) {
            boolean last;
            guard.lock();
            try {
                if (!error.isEmpty()) {
                    errors.add(error);
                }
                left--;
                last = left == 0;
            } finally {
                guard.unlock();
            }
            if (last) {
                finish();
            }
        }

        private void finish() {
            forget(this);
            session.send(new LogEnd(wish.subscription(), String.join("; ", errors)));
        }
    }
}
