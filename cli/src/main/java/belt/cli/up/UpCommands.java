package belt.cli.up;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `up` and `down`.
public final class UpCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("up", "down");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "up" -> new Up();
            case "down" -> new Down();
            default -> null;
        };
    }
}
