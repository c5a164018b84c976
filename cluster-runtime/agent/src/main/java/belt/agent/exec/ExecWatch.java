package belt.agent.exec;

import belt.agent.timer.Timer;
import belt.core.BeltException;
import belt.linux.ControlGroup;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after all processes of a node ten times a second: takes their output, and notices their end. A process that is
/// not our child cannot be waited for, and after a restart of beltd none is. One virtual thread at a time does the round;
/// with no process to watch nothing happens.
final class ExecWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecWatch.class);
    private static final Duration ROUND = Duration.ofMillis(100);

    /// A process to look after.
    interface Watched {
        ExecFolder folder();

        /// Its control group, if it has one.
        Optional<ControlGroup> group();

        /// It has ended, and all of its output is in the log.
        void ended(int code);
    }

    private static final class Seen {
        @Nullable LogPump pump;
        boolean complained;
    }

    private final Timer timer;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Watched, Seen> watched = new HashMap<>();
    private boolean running;
    private boolean closed;

    ExecWatch(Timer timer, InstantSource clock) {
        this.timer = timer;
        this.clock = clock;
    }

    void watch(Watched process) {
        lock.lock();
        try {
            watched.putIfAbsent(process, new Seen());
            if (!running && !closed) {
                running = true;
                beginRound();
            }
        } finally {
            lock.unlock();
        }
    }

    void unwatch(Watched process) {
        lock.lock();
        try {
            watched.remove(process);
        } finally {
            lock.unlock();
        }
    }

    private void beginRound() {
        Thread.ofVirtual().name("exec-watch").start(this::round);
    }

    private void round() {
        List<Map.Entry<Watched, Seen>> all;
        lock.lock();
        try {
            all = new ArrayList<>(watched.entrySet());
        } finally {
            lock.unlock();
        }
        for (Map.Entry<Watched, Seen> each : all) {
            look(each.getKey(), each.getValue());
        }
        lock.lock();
        try {
            running = !watched.isEmpty() && !closed;
            if (running) {
                timer.after(ROUND, this::beginRound);
            }
        } finally {
            lock.unlock();
        }
    }

    private void look(Watched process, Seen seen) {
        try {
            OptionalInt code =
                    process.folder().exitCode(); // before the output, so that all is taken
            LogPump pump = seen.pump;
            if (pump == null) {
                pump = new LogPump(process.folder(), process.group(), clock);
                seen.pump = pump;
            }
            pump.pump(code.isPresent());
            if (code.isPresent()) {
                unwatch(process);
                process.ended(code.getAsInt());
            }
        } catch (IOException | BeltException e) {
            if (!seen.complained) {
                seen.complained = true;
                LOG.warn(
                        "The output of {} cannot be taken: {}",
                        process.folder().folder(),
                        e.toString());
            }
            endAnyway(process);
        }
    }

    /// A log that cannot be written must not hide a process's end.
    private void endAnyway(Watched process) {
        try {
            process.folder()
                    .exitCode()
                    .ifPresent(code -> {
                        unwatch(process);
                        process.ended(code);
                    });
        } catch (BeltException e) {
            LOG.debug("{} cannot be read: {}", process.folder().folder(), e.getMessage());
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
