package belt.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.CoreProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    @TempDir Path folder;

    @Test
    void readsWhatItWrote() {
        Path file = folder.resolve("new/record");
        var entries = new LinkedHashMap<>(Map.of("a", "one two", "b", "x\ny\\n\\z", "c", ""));
        new RecordFile("thing", entries).write(file);
        assertThat(RecordFile.find(file, "thing").orElseThrow().entries()).isEqualTo(entries);
        assertThat(folder.resolve("new").toFile().list()).containsExactly("record");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(RecordFile.find(folder.resolve("none"), "thing")).isEmpty();
    }

    @Test
    void refusesANewerFormatAndACutFile() throws Exception {
        Path file = folder.resolve("record");
        Files.writeString(file, "thing 2\na b\n");
        assertThatThrownBy(() -> RecordFile.find(file, "thing"))
                .isInstanceOfSatisfying(
                        BeltException.class,
                        e -> assertThat(e.code()).isEqualTo(CoreProblem.STATE_NEWER));
        for (String cut : new String[] {"", "thing 1\na b", "other 1\n", "thing 1\nword\n"}) {
            Files.writeString(file, cut);
            assertThatThrownBy(() -> RecordFile.find(file, "thing"))
                    .isInstanceOfSatisfying(
                            BeltException.class,
                            e -> assertThat(e.code()).isEqualTo(CoreProblem.STATE_DAMAGED));
        }
    }
}
