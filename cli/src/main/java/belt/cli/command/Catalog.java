package belt.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands of one package. Only the command that was asked for is made; the names are listed apart, so that looking
/// a command up loads no other.
public interface Catalog {
    /// The names in the order of the help: `ls`, `cluster new`, ….
    List<String> names();

    /// The command of this name; null if it is not of this catalog.
    @Nullable Command find(String name);
}
