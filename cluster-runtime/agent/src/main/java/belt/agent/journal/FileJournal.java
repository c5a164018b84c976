package belt.agent.journal;

import belt.agent.task.TaskJournal;
import belt.api.Message.AssignedTask;
import belt.api.Message.ManagerAddress;
import belt.api.Message.SpecDelivery;
import belt.api.Message.TaskUpdate;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal in a file. Whoever writes only adds to a queue; one thread takes all that has gathered, writes it, and
/// syncs once, so that a burst of a thousand statuses costs a few syncs.
public final class FileJournal implements TaskJournal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int CONDENSE_AT = 2_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final JournalFile file;
    private final List<TaskJournal.Held> found;
    private final List<ManagerAddress> foundManagers;
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private List<Entry> queue = new ArrayList<>();
    private final Contents contents; // of all that was queued; under the lock
    private boolean closed;

    private FileJournal(JournalFile file, Contents contents) {
        this.file = file;
        this.contents = contents;
        this.found = contents.tasks();
        this.foundManagers = contents.managers();
        this.writer = Thread.ofPlatform().name("agent-journal").daemon(true).start(this::write);
    }

    /// Opens the journal in the agent's state folder, making both where they are missing.
    ///
    /// @throws belt.core.BeltException.Refused if a newer version of belt wrote it
    /// @throws belt.core.BeltException.OperationFailed if the folder cannot be used
    public static FileJournal open(Path folder) {
        var contents = new Contents();
        JournalFile file = JournalFile.open(folder, contents::apply);
        return new FileJournal(file, contents);
    }

    @Override
    public List<TaskJournal.Held> tasks() {
        return found;
    }

    /// The managers as they were known when the journal was opened.
    public List<ManagerAddress> managers() {
        return foundManagers;
    }

    /// Remembers where the managers are.
    public void managers(List<ManagerAddress> managers) {
        add(new Entry.Managers(managers));
    }

    @Override
    public void assigned(AssignedTask task, ServiceSpec spec) {
        lock.lock();
        try {
            if (!contents.knowsSpec(task)) {
                add(new Entry.Spec(new SpecDelivery(task.serviceId(), task.specVersion(), spec)));
            }
            add(new Entry.Task(task));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void status(TaskId task, TaskStatus status) {
        add(new Entry.Status(new TaskUpdate(task, status)));
    }

    @Override
    public void removed(TaskId task) {
        add(new Entry.Removed(task));
    }

    private void add(Entry entry) {
        lock.lock();
        try {
            contents.apply(entry);
            queue.add(entry);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        int since = CONDENSE_AT; // condenses what was found at the first write
        boolean broken = false;
        while (true) {
            List<Entry> batch;
            boolean whole = false;
            lock.lock();
            try {
                while (queue.isEmpty() && !closed) {
                    news.awaitUninterruptibly();
                }
                if (queue.isEmpty()) {
                    return;
                }
                since += queue.size();
                whole = broken || since > CONDENSE_AT + 4 * contents.size();
                batch = whole ? contents.condensed() : queue;
                queue = new ArrayList<>();
            } finally {
                lock.unlock();
            }
            broken = !write(batch, whole, broken);
            since = whole ? 0 : since;
        }
    }

    private boolean write(List<Entry> batch, boolean whole, boolean broken) {
        try {
            if (whole) {
                file.replace(batch);
            } else {
                file.append(batch);
            }
            if (broken) {
                LOG.info("The agent's state is written again");
            }
            return true;
        } catch (IOException e) {
            if (!broken) {
                // Tasks go on: after a restart the engine and the leader know most of it.
                LOG.error("The agent's state cannot be written; the next change tries again", e);
            }
            return false;
        }
    }

    /// Writes what is queued and closes the file.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signal();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(LAST_WORDS);
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The agent's state could not be closed", e);
        }
    }
}
