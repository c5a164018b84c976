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
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal in a file. An entry is written when it is added, so that it outlives a kill of beltd; one thread syncs
/// behind, all that has gathered at once, so that a burst of a thousand statuses costs a few syncs.
public final class FileJournal implements TaskJournal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int CONDENSE_AT = 2_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final JournalFile file;
    private final List<TaskJournal.Held> found;
    private final List<ManagerAddress> foundManagers;
    private final Thread syncer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Contents contents; // of all that was added; under the lock, as the fields below
    private int sinceCondensed = CONDENSE_AT; // condenses what was found when it first syncs
    private boolean unsynced;
    private boolean broken;
    private boolean closed;

    private FileJournal(JournalFile file, Contents contents) {
        this.file = file;
        this.contents = contents;
        this.found = contents.tasks();
        this.foundManagers = contents.managers();
        this.syncer = Thread.ofPlatform().name("agent-journal").daemon(true).start(this::sync);
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
            sinceCondensed++;
            unsynced = true;
            if (!broken) {
                file.append(entry);
            }
        } catch (IOException e) {
            broken(e);
        } finally {
            news.signal();
            lock.unlock();
        }
    }

    /// Under the lock. Tasks go on: after a restart the engine and the leader know most of it.
    private void broken(IOException why) {
        if (!broken) {
            LOG.error("The agent's state cannot be written; the next change tries again", why);
        }
        broken = true;
    }

    private void sync() {
        while (awaitNews()) {
            try {
                file.sync(); // without the lock: the file is replaced by this thread only
            } catch (IOException e) {
                lock.lock();
                try {
                    broken(e);
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /// @return false when there is nothing more to do, ever
    private boolean awaitNews() {
        lock.lock();
        try {
            while (!unsynced && !closed) {
                news.awaitUninterruptibly();
            }
            boolean more = unsynced;
            unsynced = false;
            if (more && (broken || sinceCondensed > CONDENSE_AT + 4 * contents.size())) {
                condense();
            }
            return more;
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private void condense() {
        try {
            file.replace(contents.condensed());
            sinceCondensed = 0;
            if (broken) {
                LOG.info("The agent's state is written again");
            }
            broken = false;
        } catch (IOException e) {
            broken(e);
        }
    }

    /// Syncs what was written and closes the file.
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
            syncer.join(LAST_WORDS);
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The agent's state could not be closed", e);
        }
    }
}
