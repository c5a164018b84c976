package belt.cli.node;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about a cluster's nodes.
public final class NodeCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("node ls");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "node ls" -> new NodeLs();
            default -> null;
        };
    }
}
