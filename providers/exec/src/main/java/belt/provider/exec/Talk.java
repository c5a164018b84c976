package belt.provider.exec;

import belt.core.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A conversation with one running provider. Any number of threads may ask at once; answers come in any order. The first
/// thing that goes wrong ends it for all of them.
///
/// Three threads belong to it: one writes, so that a provider that does not read holds up nobody's deadline, one reads, one
/// takes stderr. They are platform threads because a blocking read of a pipe would hold a virtual thread's carrier.
final class Talk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Talk.class);

    private final String provider;
    private final Link link;
    private final Limits limits;
    private final StderrTail stderr;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Set<Long> givenUp = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Optional<Pending>> outgoing = new LinkedBlockingQueue<>();
    private volatile @Nullable Gone gone;
    private volatile boolean closing;

    Talk(String provider, Link link, Limits limits, StderrTail stderr) {
        this.provider = provider;
        this.link = link;
        this.limits = limits;
        this.stderr = stderr;
    }

    /// Begins to listen.
    Talk begin() {
        start("in", this::writeAll);
        start("out", this::readAll);
        start("err", () -> stderr.readAll(link.err()));
        return this;
    }

    private void start(String stream, Runnable work) {
        Thread.ofPlatform().daemon().name("provider-" + provider + "-" + stream).start(work);
    }

    /// Whether nothing can be asked any more.
    boolean isOver() {
        return closing || gone != null;
    }

    Link link() {
        return link;
    }

    StderrTail stderr() {
        return stderr;
    }

    /// Asks and waits for the answer.
    ///
    /// @param silence how long it may say nothing of this request
    /// @throws Gone if it ends, hangs or talks nonsense
    Answer ask(Request request, Duration silence) throws InterruptedException, Gone {
        long id = ids.incrementAndGet();
        var mine =
                new Pending(
                        request,
                        JsonLine.write(
                                Map.of(
                                        "id", id,
                                        "method", request.method(),
                                        "params", request.params())));
        pending.put(id, mine);
        Gone before = gone;
        if (before != null || closing) {
            pending.remove(id);
            throw before != null ? before : new Gone("was closed", false, false);
        }
        outgoing.add(Optional.of(mine));
        try {
            return mine.await(
                    silence, () -> breakOff("was silent for " + silence.toSeconds() + " s", false));
        } catch (InterruptedException e) {
            givenUp.add(id);
            throw e;
        } finally {
            pending.remove(id);
        }
    }

    private void writeAll() {
        try (OutputStream in = link.in()) {
            for (Optional<Pending> next = outgoing.take();
                    next.isPresent();
                    next = outgoing.take()) {
                next.get().sendTo(in);
            }
        } catch (IOException e) {
            LOG.debug(
                    "provider {} reads no more: {}", provider, e.toString()); // the reader says why
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll() {
        try {
            var lines = new LineReader(link.out(), limits.lineBytes());
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (line.length > 0) {
                    take(Fields.of("line", JsonLine.read(line)));
                }
            }
            breakOff(howItEnded(), false);
        } catch (Nonsense e) {
            breakOff(e.what(), true);
        } catch (IOException e) {
            breakOff("cannot be read: " + e.getMessage(), false);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            breakOff("was interrupted", false);
        } catch (
                RuntimeException
                        e) { // the thread's outermost frame: whoever listens to events failed
            LOG.error("an event of provider {} could not be taken", provider, e);
            breakOff("sent an event that could not be taken: " + e, false);
        }
    }

    private void take(Fields line) {
        if (!line.has("id")) {
            if (line.text("event", "").equals("log")) {
                LOG.info("provider {}: {}", provider, line.text("message", ""));
                return;
            }
            throw new Nonsense("sent a line without an id that is no log event");
        }
        long id = line.number("id", 0);
        if (givenUp.contains(id)) {
            return; // whoever asked was interrupted
        }
        Pending asked = pending.get(id);
        if (asked == null) {
            throw new Nonsense(
                    "answered request " + id + ", which belt did not ask or has an answer to");
        }
        if (line.has("event")) {
            asked.hear(line);
        } else {
            Answer answer = Answer.of(line);
            pending.remove(id);
            asked.settle(answer, null);
        }
    }

    private String howItEnded() throws InterruptedException {
        if (!link.awaitEnd(Duration.ofSeconds(2))) {
            return "closed its output and runs on";
        }
        stderr.settle(); // ending the link closes what its last words are read from
        int code = link.exit().orElse(0);
        return code > 128 && code < 160
                ? "was ended by signal " + (code - 128)
                : "ended with exit code " + code;
    }

    private synchronized void breakOff(String what, boolean nonsense) {
        if (gone == null) {
            gone = new Gone(closing && !nonsense ? "was closed" : what, nonsense, false);
            if (!closing) {
                LOG.warn("provider {} {}", provider, what);
                link.end(true);
            }
            outgoing.add(Optional.empty());
        }
        Gone reason = gone;
        pending.values().forEach(each -> each.settle(null, reason));
    }

    /// Closes its input, which tells it to end, once all that was asked is written.
    void closeInput() {
        closing = true;
        outgoing.add(Optional.empty());
    }

    /// Closes its input, and sees to it that it does.
    @Override
    public void close() {
        boolean alreadyOver = isOver();
        closing = true;
        outgoing.add(Optional.empty());
        try {
            Deadline deadline = Deadline.in(limits.end());
            if (!alreadyOver && !link.awaitEnd(deadline.left())) {
                LOG.warn("provider {} did not end when its input was closed", provider);
                link.end(false);
                link.awaitEnd(Duration.ofSeconds(2));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            link.end(true);
        }
    }

    /// The conversation is over before an answer came.
    static final class Gone extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean nonsense;
        private final boolean sent;

        Gone(String what, boolean nonsense, boolean sent) {
            super(what);
            this.nonsense = nonsense;
            this.sent = sent;
        }

        /// The same for one request.
        Gone of(boolean requestWasSent) {
            return new Gone(what(), nonsense, requestWasSent);
        }

        /// Whether the provider may have read the request.
        boolean wasSent() {
            return sent;
        }

        String what() {
            return String.valueOf(getMessage());
        }

        /// Whether it said something that the protocol does not know.
        boolean isNonsense() {
            return nonsense;
        }
    }
}
