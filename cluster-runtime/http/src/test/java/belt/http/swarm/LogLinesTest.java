package belt.http.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import belt.model.Meta;
import belt.model.NodeId;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private static final NodeId NODE = new NodeId("n");
    private static final TaskId TASK_ID = new TaskId("t");
    private static final Task TASK =
            new Task(
                    TASK_ID,
                    1,
                    Meta.NEW,
                    new ServiceId("s"),
                    1,
                    1,
                    NODE,
                    TaskStatus.of(TaskState.RUNNING, Instant.EPOCH),
                    TaskState.RUNNING,
                    0);

    private static String copy(LogLines lines) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.copyTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static void chunk(LogLines lines, String text) {
        lines.chunk(NODE, TASK_ID, 1, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void piecesBecomeOneFrameALine() throws Exception {
        LogLines lines = new LogLines(List.of(TASK), false, false, false);
        chunk(lines, "a");
        chunk(lines, "b\nc\nrest");
        lines.end(List.of());
        assertThat(copy(lines))
                .isEqualTo("\1\0\0\0\0\0\0\3ab\n\1\0\0\0\0\0\0\2c\n\1\0\0\0\0\0\0\4rest");
    }

    @Test
    void detailsStandBetweenTimeAndText() throws Exception {
        LogLines lines = new LogLines(List.of(TASK), true, true, false);
        chunk(lines, "2026-01-01T00:00:00.000000000Z hi\n");
        lines.end(List.of());
        assertThat(copy(lines).substring(8))
                .isEqualTo(
                        "2026-01-01T00:00:00.000000000Z com.docker.swarm.node.id=n,"
                                + "com.docker.swarm.service.id=s,com.docker.swarm.task.id=t hi\n");
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        LogLines lines = new LogLines(List.of(TASK), false, false, false);
        lines.end(List.of("node x is not available"));
        assertThat(copy(lines))
                .startsWith("\3\0\0\0")
                .contains("warning: incomplete log stream.")
                .endsWith("node x is not available\n");
    }

    @Test
    void aSlowReaderIsGivenUp() throws Exception {
        LogLines lines = new LogLines(List.of(TASK), false, false, true);
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            chunk(lines, megabyte);
        }
        assertThat(copy(lines)).hasSizeLessThan(17 << 20).contains("the reader is too slow");
    }
}
