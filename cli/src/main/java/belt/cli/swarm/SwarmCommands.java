package belt.cli.swarm;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands that make, join and use a cluster.
public final class SwarmCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("init", "join", "swarm join", "env", "docker");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "init" -> new Init();
            case "join" -> new Joining(false);
            case "swarm join" -> new Joining(true);
            case "env" -> new Env();
            case "docker" -> new Docker();
            default -> null;
        };
    }
}
