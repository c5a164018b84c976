package belt.cli.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("journal.jsonl");
    }

    private Journal journal() {
        return new Journal(file(), InstantSource.fixed(NOW));
    }

    @Test
    void returnsWhatWasAppended() {
        journal().append("7f3a", Journal.BEGIN, "", Map.of("command", "belt create"));
        journal().append("7f3a", "planned", "web1", Map.of());
        assertThat(journal().entries())
                .containsExactly(
                        new Journal.Entry(
                                NOW, "7f3a", "begin", "", Map.of("command", "belt create")),
                        new Journal.Entry(NOW, "7f3a", "planned", "web1", Map.of()));
    }

    @Test
    void passesOverALastLineThatACrashCutShort() throws IOException {
        journal().append("7f3a", Journal.BEGIN, "", Map.of());
        Files.writeString(file(), "{\"format\":1,\"at\":\"2026", StandardOpenOption.APPEND);
        assertThat(journal().entries()).hasSize(1);
        journal().append("7f3a", Journal.END, "", Map.of());
        assertThat(journal().entries())
                .extracting(Journal.Entry::event)
                .containsExactly("begin", "end");
    }

    @Test
    void findsOperationsThatNeverEnded() {
        journal().append("a", Journal.BEGIN, "", Map.of());
        journal().append("b", Journal.BEGIN, "", Map.of());
        journal().append("b", "planned", "web1", Map.of());
        journal().append("a", Journal.END, "", Map.of());
        assertThat(journal().unfinished()).containsOnlyKeys("b");
    }

    @Test
    void refusesALineOfANewerBelt() throws IOException {
        Files.writeString(file(), "{\"format\":9}\n");
        assertThatThrownBy(() -> journal().entries()).isInstanceOf(BeltException.Refused.class);
    }

    @Test
    void setsADamagedLineApart() throws IOException {
        journal().append("a", Journal.BEGIN, "", Map.of());
        Files.writeString(file(), "nonsense\n", StandardOpenOption.APPEND);
        journal().append("a", Journal.END, "", Map.of());
        assertThat(journal().read().broken()).extracting(Journal.Broken::number).containsExactly(2);
        assertThat(journal().entries()).hasSize(2);
    }

    @Test
    void movesItsLinesToTheHistoryOnceNothingIsOpen() {
        journal().append("a", Journal.BEGIN, "", Map.of());
        journal().append("b", Journal.BEGIN, "", Map.of("command", "rm"));
        journal().append("a", Journal.END, "", Map.of());
        assertThat(journal().isEmpty()).isTrue();
        assertThat(journal().entries()).hasSize(3);
        journal().append("c", Journal.BEGIN, "", Map.of());
        journal().append("d", Journal.BEGIN, "", Map.of());
        journal().append("d", Journal.END, "", Map.of());
        assertThat(journal().isEmpty()).isFalse();
        assertThat(journal().unfinished()).containsOnlyKeys("c");
        journal().append("c", Journal.END, "", Map.of());
        assertThat(journal().entries()).hasSize(7);
        assertThat(journal().since(NOW)).hasSize(7);
        assertThat(journal().since(NOW.plusSeconds(1))).isEmpty();
    }
}
