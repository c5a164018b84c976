package belt.playbooks;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A playbook in Ansible's form: a list of plays, each with tasks for some hosts. What of Ansible is understood stands in
/// docs/reference/playbook.md; everything else is an error, never ignored.
///
/// @param folder where the files that it names are looked for
/// @param plays in their order
public record Playbook(Path folder, List<Play> plays) {
    public Playbook {
        plays = List.copyOf(plays);
    }

    /// One play.
    ///
    /// @param name as the author named it, or its hosts
    /// @param hosts `all`, or a pattern of names: the play runs on those of the chosen nodes that match
    /// @param gatherFacts whether facts about each node become variables
    /// @param vars the play's variables
    /// @param tasks in their order
    record Play(
            String name,
            String hosts,
            boolean gatherFacts,
            Map<String, @Nullable Object> vars,
            List<Task> tasks) {
        Play {
            tasks = List.copyOf(tasks);
        }
    }

    /// Reads and checks a file.
    ///
    /// @throws BeltException.NotFound if there is no such file
    /// @throws BeltException.InvalidInput naming line and column of what is wrong or not supported
    public static Playbook read(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            return parse(
                    file.toString(),
                    Files.readString(file),
                    folder == null ? Path.of("/") : folder);
        } catch (IOException e) {
            throw new BeltException.NotFound(
                    PlaybookProblem.UNREADABLE, "cannot read the playbook " + file + ": " + e, e);
        }
    }

    /// Reads and checks a text.
    ///
    /// @param name the file's name, for messages
    public static Playbook parse(String name, String text, Path folder) {
        return new Playbook(folder, new PlaybookParser().plays(Yaml.read(name, text)));
    }

    /// The names of the plays and their tasks, in order: what `--list-tasks` shows.
    public List<String> outline() {
        return plays.stream()
                .flatMap(
                        play -> play.tasks().stream().map(task -> play.name() + ": " + task.name()))
                .toList();
    }
}
