package belt.cli.term;

import belt.core.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One live line a node at the bottom of the terminal, at most a screenful; finished nodes scroll away above. Redrawn ten
/// times a second at most. The lock guards the fields and the terminal.
final class LiveProgress implements Progress {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final int NAME_WIDTH = 12;
    private static final int MOST_LINES = 15;

    private final Io io;
    private final boolean colours;
    private final int width;
    private final Map<String, Step> running = new LinkedHashMap<>();
    private final Map<String, Instant> firstSeen = new LinkedHashMap<>();
    private final List<String> above = new ArrayList<>();
    private final Instant begun;
    private final Ticker ticker;
    private Tally tally = Tally.NONE;
    private int drawn;
    private int frame;

    LiveProgress(Io io, boolean colours) {
        this.io = io;
        this.colours = colours;
        int columns = io.columns().getAsInt();
        this.width = columns > 20 ? columns : 80;
        this.begun = io.clock().instant();
        this.ticker = new Ticker(Duration.ofMillis(100), this::redraw);
    }

    @Override
    public synchronized void expect(int count) {
        tally = Tally.of(count);
    }

    @Override
    public synchronized void state(String node, String what) {
        Step step = running.get(node);
        if (step == null || !step.what().equals(what)) {
            Instant now = io.clock().instant();
            running.put(node, new Step(what, now));
            firstSeen.putIfAbsent(node, now);
        }
    }

    @Override
    public synchronized void done(String node, String what) {
        finish("✓", Tint.GOOD, node, what);
    }

    @Override
    public synchronized void failed(String node, String why) {
        finish("✗", Tint.BAD, node, why);
    }

    private void finish(String mark, Tint tint, String node, String what) {
        running.remove(node);
        tally = tally.andOne();
        Instant now = io.clock().instant();
        String time =
                Durations.text(new Step(what, firstSeen.getOrDefault(node, now)).lasting(now));
        String text = pad(node) + " " + what;
        int gap = Math.max(2, 58 - text.length());
        above.add(tint.paint(mark, colours) + " " + text + " ".repeat(gap) + time);
    }

    @Override
    public synchronized void note(String line) {
        above.add(line);
    }

    private static String pad(String node) {
        return node + " ".repeat(Math.max(0, NAME_WIDTH - node.length()));
    }

    private synchronized void redraw() {
        frame++;
        draw(live());
    }

    private void draw(List<String> lines) {
        var text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        text.append("\r\u001b[J");
        above.forEach(line -> text.append(line).append('\n'));
        lines.forEach(line -> text.append(line).append('\n'));
        boolean changed = !above.isEmpty() || !lines.isEmpty() || drawn > 0;
        above.clear();
        drawn = lines.size();
        if (changed) {
            io.err().print(text);
            io.err().flush();
        }
    }

    private List<String> live() {
        Instant now = io.clock().instant();
        var lines = new ArrayList<String>();
        for (Map.Entry<String, Step> each : running.entrySet()) {
            if (lines.size() == MOST_LINES) {
                lines.add("  and " + (running.size() - MOST_LINES) + " more");
                break;
            }
            Duration time = each.getValue().lasting(now);
            String lasting = time.toSeconds() < 2 ? "" : " (" + Durations.text(time) + ")";
            String line = pad(each.getKey()) + " " + each.getValue().what() + lasting;
            lines.add(SPINNER[frame % SPINNER.length] + " " + cut(line, width - 3));
        }
        if (!running.isEmpty()) {
            String total = Durations.text(new Step("", begun).lasting(now));
            tally.text()
                    .map(text -> Tint.DIM.paint(text + " · " + total, colours))
                    .ifPresent(lines::add);
        }
        return lines;
    }

    private static String cut(String line, int most) {
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }

    @Override
    public synchronized void close() {
        ticker.close();
        running.clear();
        draw(List.of());
    }
}
