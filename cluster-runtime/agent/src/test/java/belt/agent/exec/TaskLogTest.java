package belt.agent.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belt.engine.LogQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {
    @TempDir private Path folder;
    private Instant now = Instant.parse("2026-01-01T00:00:00.5Z");

    private LogPump pump() throws IOException {
        return new LogPump(new ExecFolder(folder), Optional.empty(), () -> now);
    }

    private void print(String file, String text) throws IOException {
        Files.writeString(
                folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String read(LogQuery query) throws InterruptedException {
        var text = new StringBuilder();
        new LogReader(new TaskLog(folder), () -> true)
                .read(
                        query,
                        (stream, data) ->
                                text.append(stream).append(':').append(new String(data, UTF_8)));
        return text.toString();
    }

    private static LogQuery all() {
        return new LogQuery(false, true, true, false, null, -1);
    }

    @Test
    void givesBackWhatWasPrintedWithItsTime() throws Exception {
        print("out", "one\n");
        print("err", "two\n");
        pump().pump(false);

        assertThat(read(new LogQuery(false, true, true, true, null, -1)))
                .isEqualTo(
                        """
                        1:2026-01-01T00:00:00.500000000Z one
                        2:2026-01-01T00:00:00.500000000Z two
                        """);
        assertThat(read(new LogQuery(false, false, true, false, null, -1))).isEqualTo("2:two\n");
        assertThat(read(new LogQuery(true, true, true, false, null, 1))).isEqualTo("2:two\n");
        assertThat(read(new LogQuery(false, true, true, false, now.plusNanos(1), -1))).isEmpty();
    }

    @Test
    void waitsForTheEndOfALineUnlessItIsTheLast() throws Exception {
        print("out", "half");
        LogPump pump = pump();
        pump.pump(false);
        assertThat(read(all())).isEmpty();

        print("out", " a line");
        pump.pump(true);
        assertThat(read(all())).isEqualTo("1:half a line\n");
    }

    @Test
    void goesOnAfterARestartWithoutTakingALineTwice() throws Exception {
        print("out", "one\ntwo\n");
        pump().pump(false);
        print("out", "three\n");
        print("log", "2026-01-01T00:00"); // a crash in the middle of an entry

        pump().pump(false);

        assertThat(read(all())).isEqualTo("1:one\n1:two\n1:three\n");
    }

    @Test
    void emptiesTheRawFileAndRotatesTheLog() throws Exception {
        String line = "x".repeat(999) + "\n";
        LogPump pump = pump();
        for (int i = 0; i < 5; i++) {
            print("out", line.repeat(5_000));
            pump.pump(false);
        }

        assertThat(Files.size(folder.resolve("out"))).isZero();
        assertThat(Files.size(folder.resolve("log"))).isLessThan(16L << 20);
        assertThat(folder.resolve("log.1")).exists();
        print("out", "last\n");
        pump().pump(false);
        assertThat(read(new LogQuery(false, true, true, false, null, 1))).isEqualTo("1:last\n");
    }

    @Test
    void passesAVeryLongLineOnInPieces() throws Exception {
        print("out", "y".repeat(40_000) + "\n");
        pump().pump(false);

        assertThat(read(all()).replace("1:", "")).isEqualTo("y".repeat(40_000) + "\n");
    }
}
