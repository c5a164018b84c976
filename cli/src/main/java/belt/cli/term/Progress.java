package belt.cli.term;

import java.time.Duration;
import java.time.Instant;

/// Shows how far each node is. May be called from any thread. Closing it ends the display; what was finished stays on
/// screen.
public interface Progress extends AutoCloseable {
    /// A stage begins in which so many nodes or services are to be done or fail; the count begins anew. Of what is done
    /// outside a stage no count is shown.
    void expect(int count);

    /// What a node is doing or waiting for: `waiting for port 22 (connection refused)`.
    void state(String node, String what);

    /// A node is finished.
    void done(String node, String what);

    /// A node failed.
    void failed(String node, String why);

    /// A line that belongs to no node.
    void note(String line);

    @Override
    void close();

    /// The display for a stream.
    ///
    /// @param kind `auto`, `tty`, `plain`, `json` or `off`
    /// @param operation what goes on, for the JSON events
    static Progress of(Io io, String kind, boolean quiet, boolean colours, String operation) {
        String chosen = kind.equals("auto") ? automatic(io, quiet) : kind;
        return switch (chosen) {
            case "tty" -> new LiveProgress(io, colours);
            case "plain" -> new PlainProgress(io);
            case "json" -> new JsonProgress(io, operation);
            default -> NONE;
        };
    }

    private static String automatic(Io io, boolean quiet) {
        if (quiet) {
            return "off";
        }
        boolean dumb = io.variable("TERM").filter("dumb"::equals).isPresent();
        boolean live = io.terminals().err() && !dumb && io.variable("CI").isEmpty();
        return live ? "tty" : "plain";
    }

    /// Shows nothing.
    Progress NONE = new NoProgress();

    /// What {@link #NONE} is.
    record NoProgress() implements Progress {
        @Override
        public void expect(int count) {}

        @Override
        public void state(String node, String what) {}

        @Override
        public void done(String node, String what) {}

        @Override
        public void failed(String node, String why) {}

        @Override
        public void note(String line) {}

        @Override
        public void close() {}
    }

    /// A node's present state.
    ///
    /// @param what what it does
    /// @param since when that began
    record Step(String what, Instant since) {
        Duration lasting(Instant now) {
            var time = Duration.between(since, now);
            return time.isNegative() ? Duration.ZERO : time;
        }
    }
}
