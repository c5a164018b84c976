package belt.cli.migrate;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `belt import …`.
public final class ImportCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("import docker-machine", "import belt");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "import docker-machine" -> new ImportDockerMachine();
            case "import belt" -> new ImportBelt();
            default -> null;
        };
    }
}
