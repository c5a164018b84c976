package belt.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All commands.
///
/// @param catalogs where to look, in the order of the help
public record Tree(List<Catalog> catalogs) {
    public Tree {
        catalogs = List.copyOf(catalogs);
    }

    /// The command of this name, with `list` and `remove` read as `ls` and `rm`.
    public Optional<Command> find(String name) {
        Command exact = look(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        int end = name.lastIndexOf(' ') + 1;
        String verb = name.substring(end);
        return switch (verb) {
            case "list" -> Optional.ofNullable(look(name.substring(0, end) + "ls"));
            case "remove" -> Optional.ofNullable(look(name.substring(0, end) + "rm"));
            default -> Optional.empty();
        };
    }

    private @Nullable Command look(String name) {
        for (Catalog catalog : catalogs) {
            Command command = catalog.find(name);
            if (command != null) {
                return command;
            }
        }
        return null;
    }

    /// Whether commands of two words begin with this word.
    public boolean isGroup(String word) {
        return names().stream().anyMatch(name -> name.startsWith(word + " "));
    }

    /// Every name.
    public List<String> names() {
        var names = new ArrayList<String>();
        catalogs.forEach(catalog -> names.addAll(catalog.names()));
        return names;
    }

    /// The words that may follow: first words for an empty group, else the second words of the group.
    public List<String> wordsAfter(String group) {
        String prefix = group.isEmpty() ? "" : group + " ";
        var words = new TreeSet<String>();
        for (String name : names()) {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                words.add(rest.contains(" ") ? rest.substring(0, rest.indexOf(' ')) : rest);
            }
        }
        return List.copyOf(words);
    }
}
