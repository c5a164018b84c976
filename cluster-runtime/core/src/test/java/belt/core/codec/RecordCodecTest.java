package belt.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.Bytes;
import belt.core.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    enum Colour {
        RED,
        GREEN
    }

    sealed interface Mode {
        record Many(long replicas) implements Mode {}

        record Everywhere() implements Mode {}
    }

    record Leaf(String name, @Nullable Integer count) {}

    record Tree(
            boolean flag,
            int small,
            long big,
            double ratio,
            String text,
            @Nullable String maybe,
            Colour colour,
            Instant at,
            Duration length,
            Secret secret,
            Bytes bytes,
            Leaf leaf,
            @Nullable Leaf noLeaf,
            Mode mode,
            List<Leaf> leaves,
            Map<String, String> labels) {}

    record Older(boolean flag, int small) {}

    private static Tree tree(String text) {
        return new Tree(
                true,
                -7,
                1L << 60,
                0.25,
                text,
                "",
                Colour.GREEN,
                Instant.parse("2026-01-02T03:04:05.000000006Z"),
                Duration.ofMillis(-3),
                Secret.of("s"),
                Bytes.of(new byte[] {1, 2}),
                new Leaf("leaf", 0),
                null,
                new Mode.Many(3),
                List.of(new Leaf("a", null), new Leaf("", 2)),
                Map.of("k", "v", "e", ""));
    }

    @Test
    void readsWhatItWrote() {
        for (String text : List.of("", "x", "y".repeat(200), "z".repeat(40_000))) {
            Tree tree = tree(text);
            byte[] bytes = RecordCodec.of(Tree.class).encode(tree);
            assertThat(RecordCodec.of(Tree.class).decode(bytes)).isEqualTo(tree);
        }
    }

    @Test
    void anOlderReaderSkipsWhatItDoesNotKnow() {
        byte[] bytes = RecordCodec.of(Tree.class).encode(tree("new"));
        assertThat(RecordCodec.of(Older.class).decode(bytes)).isEqualTo(new Older(true, -7));
    }

    @Test
    void aNewerReaderTakesMissingFieldsAsEmpty() {
        Tree read =
                RecordCodec.of(Tree.class)
                        .decode(RecordCodec.of(Older.class).encode(new Older(true, 5)));
        assertThat(read.small()).isEqualTo(5);
        assertThat(read.text()).isEmpty();
        assertThat(read.maybe()).isNull();
        assertThat(read.leaf()).isEqualTo(new Leaf("", null));
        assertThat(read.mode()).isEqualTo(new Mode.Many(0));
        assertThat(read.leaves()).isEmpty();
    }

    @Test
    void everyCutIsNoticedOrReadsAsShorter() {
        byte[] bytes = RecordCodec.of(Tree.class).encode(tree("cut"));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            try {
                assertThat(RecordCodec.of(Tree.class).decode(cut)).isNotEqualTo(tree("cut"));
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void refusesAnUnknownConstant() {
        var out = new WireWriter();
        out.writeVarint((7 << 3));
        out.writeVarint(99);
        assertThatThrownBy(() -> RecordCodec.of(Tree.class).decode(out.toArray()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("Colour has no constant number 99");
    }
}
