package belt.cli.service;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about services.
public final class ServiceCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of(
                "service create",
                "service ls",
                "service ps",
                "service inspect",
                "service scale",
                "service update",
                "service rm",
                "logs");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "service create" -> new ServiceCreate();
            case "service ls" -> new ServiceLs();
            case "service ps" -> new ServicePs();
            case "service inspect" -> new ServiceInspect();
            case "service scale" -> new ServiceScale();
            case "service update" -> new ServiceUpdate();
            case "service rm" -> new ServiceRm();
            case "logs" -> new Logs();
            default -> null;
        };
    }
}
