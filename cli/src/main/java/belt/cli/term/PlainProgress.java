package belt.cli.term;

import belt.core.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A line per change with the time in UTC, for pipes and CI. What lasts is said again every ten seconds: nothing is
/// silent. The lock guards the fields and the order of the lines.
final class PlainProgress implements Progress {
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Io io;
    private final Map<String, Step> running = new LinkedHashMap<>();
    private final Ticker ticker;
    private Tally tally = Tally.NONE;
    private Instant lastLine;

    PlainProgress(Io io) {
        this.io = io;
        this.lastLine = io.clock().instant();
        this.ticker = new Ticker(Duration.ofSeconds(1), this::remind);
    }

    @Override
    public synchronized void expect(int count) {
        tally = Tally.of(count);
    }

    @Override
    public synchronized void state(String node, String what) {
        Step step = running.get(node);
        if (step == null || !step.what().equals(what)) {
            running.put(node, new Step(what, io.clock().instant()));
            line(node + " " + what);
        }
    }

    @Override
    public synchronized void done(String node, String what) {
        running.remove(node);
        tally = tally.andOne();
        line(node + " " + what + count());
    }

    @Override
    public synchronized void failed(String node, String why) {
        running.remove(node);
        tally = tally.andOne();
        line(node + " failed: " + why + count());
    }

    private String count() {
        return tally.text().map(text -> " (" + text + ")").orElse("");
    }

    @Override
    public synchronized void note(String line) {
        line(line);
    }

    private void line(String text) {
        lastLine = io.clock().instant();
        io.err().println(time(lastLine) + " " + text);
    }

    /// `10:04:17`, reckoned by hand: time zones cost more to load than the rest of the line.
    static String time(Instant at) {
        long second = Math.floorMod(at.getEpochSecond(), 86_400L);
        return two(second / 3_600) + ":" + two(second / 60 % 60) + ":" + two(second % 60);
    }

    private static String two(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    private synchronized void remind() {
        Instant now = io.clock().instant();
        if (running.isEmpty() || Duration.between(lastLine, now).compareTo(AGAIN) < 0) {
            return;
        }
        Map.Entry<String, Step> oldest = running.entrySet().iterator().next();
        String more = running.size() > 1 ? ", and " + (running.size() - 1) + " more" : "";
        Step step = oldest.getValue();
        line(
                "still "
                        + oldest.getKey()
                        + " "
                        + step.what()
                        + " for "
                        + Durations.text(step.lasting(now))
                        + more);
    }

    @Override
    public void close() {
        ticker.close();
    }
}
