package belt.cli.node;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about a cluster's nodes.
public final class NodeCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of(
                "node ls",
                "node ps",
                "node inspect",
                "node update",
                "node promote",
                "node demote",
                "node accept",
                "node rm");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "node ls" -> new NodeLs();
            case "node ps" -> new NodePs();
            case "node inspect" -> new NodeInspect();
            case "node update" -> new NodeUpdate();
            case "node promote" -> new NodeRole(true);
            case "node demote" -> new NodeRole(false);
            case "node accept" -> new NodeAccept();
            case "node rm" -> new NodeRm();
            default -> null;
        };
    }
}
