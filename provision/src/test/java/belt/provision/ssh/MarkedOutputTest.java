package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkedOutputTest {
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final MarkedOutput output = new MarkedOutput("m:", passed);

    private void write(String text) throws Exception {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesTheMarkOutWhereverThePiecesEnd() throws Exception {
        for (String piece : "hello from .bashrc\nm:42\nreal\nm:43\n".split("")) {
            write(piece);
        }

        assertThat(output.pid(0)).hasValue(42);
        assertThat(passed.toString(StandardCharsets.UTF_8)).isEqualTo("real\nm:43\n");
    }

    @Test
    void keepsWhatCameWithoutAMark() throws Exception {
        write("This account is not available.\n");
        output.close();

        assertThat(output.started()).isFalse();
        assertThat(output.pid(0)).isEmpty();
        assertThat(output.preface()).isEqualTo("This account is not available.\n");
        assertThat(output.awaitEnd(0)).isTrue();
    }
}
