package belt.provider.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a provider says on stderr: all of it goes to the log, the last lines are kept to be shown with an error. Secrets
/// are taken out of both.
final class StderrTail {
    private static final Logger LOG = LoggerFactory.getLogger(StderrTail.class);
    private static final int KEPT = 5;
    private static final int LINE_BYTES = 4096;
    private static final int SHOWN = 300;

    /// Shorter ones would blot out ordinary words.
    private static final int SHORTEST_SECRET = 4;

    private final String provider;
    private final List<String> secrets;
    private final Deque<String> last = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    StderrTail(String provider, Collection<String> secrets) {
        this.provider = provider;
        this.secrets = secrets.stream().filter(each -> each.length() >= SHORTEST_SECRET).toList();
    }

    /// Reads until the end; a line longer than 4 KiB counts as several.
    void readAll(InputStream from) {
        try {
            byte[] line = new byte[LINE_BYTES];
            int length = 0;
            for (int c = from.read(); c >= 0; c = from.read()) {
                if (c != '\n') {
                    line[length++] = (byte) c;
                }
                if (c == '\n' || length == line.length) {
                    add(new String(line, 0, length, StandardCharsets.UTF_8));
                    length = 0;
                }
            }
            add(new String(line, 0, length, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("stderr of provider {} ended: {}", provider, e.toString());
        } finally {
            ended.countDown();
        }
    }

    private synchronized void add(String text) {
        String line = text.strip();
        if (line.isEmpty()) {
            return;
        }
        for (String secret : secrets) {
            line = line.replace(secret, "[REDACTED]");
        }
        LOG.info("provider {}: {}", provider, line);
        last.addLast(line);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    /// Waits until everything was read, half a second at most: what it started may hold its stderr open.
    void settle() throws InterruptedException {
        ended.await(500, TimeUnit.MILLISECONDS);
    }

    /// The last line, for the second line of an error, once everything was read or half a second has passed.
    String lastWords() throws InterruptedException {
        settle();
        synchronized (this) {
            return last.isEmpty()
                    ? "it said nothing on stderr"
                    : "it said: " + shortened(last.getLast());
        }
    }

    /// A text in one line, not too long and without control characters.
    static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }
}
