package belt.cli.provider;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about providers.
public final class ProviderCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("provider ls", "provider check");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "provider ls" -> new ProviderLs();
            case "provider check" -> new ProviderCheck();
            default -> null;
        };
    }
}
