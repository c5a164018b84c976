package belt.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private final List<String> frames = new ArrayList<>();
    private final FrameReader reader = new FrameReader(10);

    @Test
    void cutsFramesWhereverTheBytesAreCut() throws Exception {
        var all = Unpooled.buffer();
        frame(all, 1, "abc");
        frame(all, 2, "");
        frame(all, 3, "0123456789");
        frame(all, -1, "");
        frame(all, 4, "z");
        for (int part = 1; part <= all.readableBytes(); part++) {
            frames.clear();
            for (int at = 0; at < all.readableBytes(); at += part) {
                read(all.slice(at, Math.min(part, all.readableBytes() - at)));
            }
            assertThat(frames).containsExactly("1:abc", "2:", "3:0123456789", "-1:", "4:z");
        }
    }

    @Test
    void refusesAFrameBeforeItsPayloadArrives() {
        var header = Unpooled.buffer().writeInt(11);
        assertThatThrownBy(() -> read(header))
                .isInstanceOf(FrameReader.TooLong.class)
                .hasMessageContaining("11 bytes");
    }

    @Test
    void readsALengthAsUnsigned() {
        var header = Unpooled.buffer().writeInt(-1);
        assertThatThrownBy(() -> read(header)).hasMessageContaining("4294967295 bytes");
    }

    @Test
    void allowsMoreOnceThePeerIsKnown() throws Exception {
        reader.limit(11);
        var bytes = Unpooled.buffer();
        frame(bytes, 1, "01234567890");
        read(bytes);
        assertThat(frames).containsExactly("1:01234567890");
    }

    private void read(ByteBuf bytes) throws FrameReader.TooLong {
        reader.read(
                bytes,
                (kind, payload) ->
                        frames.add(
                                kind
                                        + ":"
                                        + Unpooled.wrappedBuffer(payload)
                                                .toString(StandardCharsets.US_ASCII)));
    }

    private static void frame(ByteBuf target, int kind, String payload) {
        target.writeInt(payload.length()).writeByte(kind).writeBytes(Recorder.bytes(payload));
    }
}
