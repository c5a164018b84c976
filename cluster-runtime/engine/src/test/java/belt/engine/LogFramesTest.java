package belt.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFramesTest {
    private final List<String> lines = new ArrayList<>();
    private final LogQuery.Sink sink =
            (stream, data) -> lines.add(stream + ":" + new String(data, UTF_8));

    private static byte[] frames(String... texts) {
        var out = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] data = text.substring(2).getBytes(UTF_8);
            out.writeBytes(
                    new byte[] {
                        (byte) (text.charAt(0) - '0'), 0, 0, 0, 0, 0, 0, (byte) data.length
                    });
            out.writeBytes(data);
        }
        return out.toByteArray();
    }

    @Test
    void takesFramesApart() throws IOException, InterruptedException {
        LogFrames.readFrames(
                new ByteArrayInputStream(frames("1:one\n", "2:two\n", "1:thrée\n")), sink);
        assertThat(lines).containsExactly("1:one\n", "2:two\n", "1:thrée\n");
    }

    @Test
    void saysWhenTheStreamEndsInsideALine() {
        byte[] whole = frames("1:one\n");
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 2);
        assertThatThrownBy(() -> LogFrames.readFrames(new ByteArrayInputStream(cut), sink))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void cutsATerminalsOutputIntoLines() throws IOException, InterruptedException {
        LogFrames.readRaw(new ByteArrayInputStream("a\r\nb\nrest".getBytes(UTF_8)), sink);
        assertThat(lines).containsExactly("1:a\r\n", "1:b\n", "1:rest");
    }
}
