package belt.http.testkit;

import belt.core.BeltException;
import belt.core.ProblemCode;
import belt.http.swarm.LogSource;
import belt.model.NodeId;
import belt.model.TaskId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Every task has written the same two lines, in pieces that do not end with lines.
public final class FakeLogs implements LogSource {
    private record NoSuchUnit() implements ProblemCode {
        @Override
        public String id() {
            return "fake.no-unit";
        }

        @Override
        public String fix() {
            return "Name beltd or engine";
        }
    }

    @Override
    public long open(Map<NodeId, List<TaskId>> tasks, List<String> missing, Wish wish, Sink sink) {
        tasks.forEach((node, ids) ->
                ids.forEach(id -> {
                    sink.chunk(node, id, 1, utf8("hel"));
                    sink.chunk(node, id, 1, utf8("lo\nworld\n"));
                }));
        sink.end(missing);
        return 1;
    }

    @Override
    public void cancel(long number) {
        // everything was sent at once
    }

    @Override
    public void copy(String unit, long tail, boolean follow, OutputStream to) throws IOException {
        if (!unit.equals("beltd")) {
            throw new BeltException.NotFound(new NoSuchUnit(), "no log of " + unit);
        }
        to.write(utf8("beltd started\n"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
