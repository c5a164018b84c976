package belt.cli.cluster;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about clusters.
public final class ClusterCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("use", "cluster new", "cluster ls", "cluster config", "cluster update");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "use" -> new Use();
            case "cluster new" -> new ClusterNew();
            case "cluster ls" -> new ClusterLs();
            case "cluster config" -> new ClusterConfigCommand();
            case "cluster update" -> new ClusterUpdate();
            default -> null;
        };
    }
}
