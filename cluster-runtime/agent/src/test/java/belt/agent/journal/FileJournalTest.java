package belt.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.agent.AgentState;
import belt.agent.task.TaskJournal;
import belt.agent.testing.FakeManagers;
import belt.agent.testing.Specs;
import belt.api.Message.ManagerAddress;
import belt.core.BeltException;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private Path folder;

    private void write(int tasks, int statuses) {
        try (FileJournal journal = FileJournal.open(folder)) {
            for (int i = 0; i < tasks; i++) {
                journal.assigned(Specs.task("t" + i, TaskState.RUNNING), Specs.service());
                for (int j = 0; j < statuses; j++) {
                    journal.status(new TaskId("t" + i), TaskStatus.of(TaskState.RUNNING, NOW));
                }
            }
        }
    }

    private List<TaskJournal.Held> read() {
        try (FileJournal journal = FileJournal.open(folder)) {
            return journal.tasks();
        }
    }

    @Test
    void remembersTasksWithTheirSpecsAndStatuses() {
        write(3, 1);

        List<TaskJournal.Held> tasks = read();

        assertThat(tasks).extracting(t -> t.task().id().value()).containsExactly("t0", "t1", "t2");
        assertThat(tasks.getFirst().spec()).isEqualTo(Specs.service());
        assertThat(tasks.getFirst().status().state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void forgetsRemovedTasks() {
        write(2, 0);
        try (FileJournal journal = FileJournal.open(folder)) {
            journal.removed(new TaskId("t0"));
        }
        assertThat(read()).extracting(t -> t.task().id().value()).containsExactly("t1");
    }

    @Test
    void remembersManagers() {
        try (FileJournal journal = FileJournal.open(folder)) {
            journal.managers(List.of(FakeManagers.manager(1)));
        }
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(journal.managers()).containsExactly(FakeManagers.manager(1));
        }
    }

    @Test
    void keepsTheManagersThatJoiningToldAlthoughTheLeaderNamesNoOthers() {
        List<ManagerAddress> known = List.of(FakeManagers.manager(1), FakeManagers.manager(2));
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(AgentState.of(journal, known).managers()).isEqualTo(known);
        }
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(AgentState.of(journal, List.of()).managers()).isEqualTo(known);
        }
    }

    @Test
    void writesOnThreadsThatAreInterrupted() throws IOException {
        try (FileJournal journal = FileJournal.open(folder)) {
            journal.assigned(Specs.task("t0", TaskState.RUNNING), Specs.service());
            Thread.currentThread().interrupt();
            journal.assigned(Specs.task("t1", TaskState.RUNNING), Specs.service());
            assertThat(Thread.interrupted()).isTrue();
            journal.assigned(Specs.task("t2", TaskState.RUNNING), Specs.service());

            Path copy = Files.createDirectory(folder.resolve("as-a-kill-leaves-it"));
            Files.copy(folder.resolve("tasks.log"), copy.resolve("tasks.log"));
            try (FileJournal killed = FileJournal.open(copy)) {
                assertThat(killed.tasks())
                        .extracting(t -> t.task().id().value())
                        .containsExactly("t0", "t1", "t2");
            }
        }
    }

    @Test
    void staysSmallWhateverHappened() throws IOException {
        write(1, 20_000);
        write(1, 1);
        assertThat(Files.size(folder.resolve("tasks.log"))).isLessThan(4_000_000);
        assertThat(read()).hasSize(1);
    }

    @Test
    void dropsAnEntryThatACrashCutOff() throws IOException {
        write(2, 1);
        Path file = folder.resolve("tasks.log");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 3));

        assertThat(read()).hasSize(2);
    }

    @Test
    void keepsADamagedFileAsideAndGoesOnWithWhatIsGood() throws IOException {
        write(5, 1);
        Path file = folder.resolve("tasks.log");
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length / 2] ^= 0x55;
        Files.write(file, whole);

        assertThat(read().size()).isLessThan(5);
        assertThat(folder.resolve("tasks.log.damaged")).exists();
    }

    @Test
    void refusesAFileOfANewerVersion() throws IOException {
        Files.write(
                folder.resolve("tasks.log"),
                new byte[] {'B', 'E', 'L', 'T', 'A', 'G', 'T', 9},
                StandardOpenOption.CREATE);

        assertThatThrownBy(() -> FileJournal.open(folder))
                .isInstanceOf(BeltException.Refused.class)
                .hasMessageContaining("has format 9");
    }
}
