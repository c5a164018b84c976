package belt.cli.basic;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about belt itself.
public final class BasicCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("expand", "version", "help");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "expand" -> new Expand();
            case "version" -> new Version();
            case "help" -> new Help();
            default -> null;
        };
    }
}
