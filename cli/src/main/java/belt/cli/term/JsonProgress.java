package belt.cli.term;

import belt.cli.json.Json;
import java.util.LinkedHashMap;

/// An event a line: `op`, `node`, `step`, `state`, `at`.
final class JsonProgress implements Progress {
    private final Io io;
    private final String operation;

    JsonProgress(Io io, String operation) {
        this.io = io;
        this.operation = operation;
    }

    @Override
    public void expect(int count) {
        // programs count for themselves
    }

    @Override
    public void state(String node, String what) {
        event(node, what, "running");
    }

    @Override
    public void done(String node, String what) {
        event(node, what, "done");
    }

    @Override
    public void failed(String node, String why) {
        event(node, why, "failed");
    }

    @Override
    public void note(String line) {
        event("", line, "note");
    }

    private synchronized void event(String node, String step, String state) {
        var event = new LinkedHashMap<String, Object>();
        event.put("op", operation);
        event.put("node", node);
        event.put("step", step);
        event.put("state", state);
        event.put("at", io.clock().instant().toString());
        io.err().println(Json.compact(event));
    }

    @Override
    public void close() {
        // nothing is open
    }
}
