package belt.agent.exec;

import belt.agent.problem.AgentProblem;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.engine.LogQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/// Reads a process's log for somebody, over its rotation.
final class LogReader {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private final TaskLog log;
    private final BooleanSupplier ended;

    /// @param ended whether nothing more can come: the process has ended and all was taken
    LogReader(TaskLog log, BooleanSupplier ended) {
        this.log = log;
        this.ended = ended;
    }

    void read(LogQuery query, LogQuery.Sink sink) throws InterruptedException {
        try {
            var held = new ArrayDeque<LogEntry>();
            if (Files.exists(log.previous())) {
                try (var lines = new Lines(log.previous())) {
                    takeAll(lines, query, held, sink);
                }
            }
            if (!Files.exists(log.current()) && !awaitFile(query)) {
                flush(held, query, sink);
                return;
            }
            follow(query, held, sink);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    AgentProblem.JOURNAL_UNUSABLE, "log " + log.current() + " cannot be read", e);
        }
    }

    private boolean awaitFile(LogQuery query) throws InterruptedException {
        while (query.follow() && !Files.exists(log.current())) {
            if (Deadline.in(A_WHILE)
                    .await(LOOK, () -> Files.exists(log.current()) || ended.getAsBoolean())) {
                break;
            }
        }
        return Files.exists(log.current());
    }

    private void follow(LogQuery query, Deque<LogEntry> held, LogQuery.Sink sink)
            throws IOException, InterruptedException {
        Object key = fileKey(log.current());
        var lines = new Lines(log.current());
        try {
            while (true) {
                boolean over = ended.getAsBoolean(); // before reading, so that nothing is missed
                takeAll(lines, query, held, sink);
                flush(held, query, sink);
                Object now = fileKey(log.current());
                if (!key.equals(now)) {
                    takeAll(lines, LogReader.live(query), held, sink);
                    lines.close();
                    lines = new Lines(log.current());
                    key = now;
                } else if (!query.follow() || over) {
                    return;
                } else {
                    pause(log.current());
                }
                query = live(query);
            }
        } finally {
            lines.close();
        }
    }

    /// After the first look everything that comes is sent.
    private static LogQuery live(LogQuery query) {
        return new LogQuery(
                query.follow(),
                query.stdout(),
                query.stderr(),
                query.timestamps(),
                query.since(),
                -1);
    }

    private void pause(Path file) throws InterruptedException, IOException {
        long size = Files.size(file);
        Object key = fileKey(file);
        Deadline.in(A_WHILE).await(LOOK, () -> changed(file, size, key) || ended.getAsBoolean());
    }

    private static boolean changed(Path file, long size, Object key) {
        try {
            return Files.size(file) != size || !fileKey(file).equals(key);
        } catch (IOException e) {
            return true;
        }
    }

    private static Object fileKey(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private static void takeAll(
            Lines lines, LogQuery query, Deque<LogEntry> held, LogQuery.Sink sink)
            throws IOException, InterruptedException {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            LogEntry entry = LogEntry.parse(line);
            boolean mark = entry != null && entry.text().length() == 0 && entry.offset() == 0;
            if (entry == null || mark || !entry.wanted(query)) {
                continue;
            }
            if (query.tail() < 0) {
                sink.line(entry.number(), entry.data(query.timestamps()));
            } else {
                held.addLast(entry);
                if (held.size() > query.tail()) {
                    held.removeFirst();
                }
            }
        }
    }

    private static void flush(Deque<LogEntry> held, LogQuery query, LogQuery.Sink sink)
            throws InterruptedException {
        while (!held.isEmpty()) {
            LogEntry entry = held.removeFirst();
            sink.line(entry.number(), entry.data(query.timestamps()));
        }
    }
}
