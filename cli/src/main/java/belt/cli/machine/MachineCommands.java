package belt.cli.machine;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about machines.
public final class MachineCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of(
                "create",
                "resume",
                "rollback",
                "gc",
                "adopt",
                "firewall plan",
                "firewall apply",
                "ls",
                "status",
                "active",
                "ip",
                "ssh",
                "rm");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "create" -> new Create();
            case "resume" -> new Resume(false);
            case "rollback" -> new Resume(true);
            case "gc" -> new Gc();
            case "adopt" -> new Adopt();
            case "firewall plan" -> new Firewall(false);
            case "firewall apply" -> new Firewall(true);
            case "ls" -> new Ls();
            case "status" -> new Status();
            case "active" -> new Active();
            case "ip" -> new Ip();
            case "ssh" -> new Ssh();
            case "rm" -> new Rm();
            default -> null;
        };
    }
}
