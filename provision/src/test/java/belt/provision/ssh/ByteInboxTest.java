package belt.provision.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteInboxTest {
    @Test
    void carriesEveryByteInOrderThroughASmallRing() throws Exception {
        var inbox = new ByteInbox(7);
        byte[] data = new byte[10_000];
        new Random(3).nextBytes(data);
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            try (var sink = inbox.sink()) {
                                for (int at = 0; at < data.length; at += 100) {
                                    sink.write(data, at, 100);
                                }
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });

        assertThat(inbox.source().readAllBytes()).isEqualTo(data);
        writer.join();
    }

    @Test
    void letsTheWriterGoOnWhenTheReaderHasGone() throws Exception {
        var inbox = new ByteInbox(4);
        inbox.source().close();

        inbox.sink().write(Arrays.copyOf(new byte[0], 100));

        assertThat(inbox.source().read()).isEqualTo(-1);
    }
}
