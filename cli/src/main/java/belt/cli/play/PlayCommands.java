package belt.cli.play;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Playbooks.
public final class PlayCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("play");
    }

    @Override
    public @Nullable Command find(String name) {
        return name.equals("play") ? new Play() : null;
    }
}
