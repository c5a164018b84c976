package belt.cli.power;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands that make machines stand still.
public final class PowerCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("start", "stop", "restart", "resize");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "start" -> new Power(PowerChange.START);
            case "stop" -> new Power(PowerChange.STOP);
            case "restart" -> new Power(PowerChange.RESTART);
            case "resize" -> new Resize();
            default -> null;
        };
    }
}
