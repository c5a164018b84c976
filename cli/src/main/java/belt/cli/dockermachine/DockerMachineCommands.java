package belt.cli.dockermachine;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import belt.cli.power.PowerChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Docker Machine's verbs: `belt machine …`. docs/reference/docker-machine.md says what differs.
public final class DockerMachineCommands implements Catalog {
    private static final String GROUP = "machine ";
    private static final List<String> VERBS =
            List.of(
                    "active",
                    "config",
                    "create",
                    "env",
                    "help",
                    "inspect",
                    "ip",
                    "kill",
                    "ls",
                    "mount",
                    "provision",
                    "regenerate-certs",
                    "restart",
                    "rm",
                    "scp",
                    "ssh",
                    "start",
                    "status",
                    "stop",
                    "upgrade",
                    "url",
                    "version");

    @Override
    public List<String> names() {
        return VERBS.stream().map(verb -> GROUP + verb).toList();
    }

    @Override
    public @Nullable Command find(String name) {
        if (!name.startsWith(GROUP)) {
            return null;
        }
        Command verb = verb(name.substring(GROUP.length()));
        return verb == null ? null : new Verb(verb);
    }

    private static @Nullable Command verb(String verb) {
        return switch (verb) {
            case "active" -> new Active();
            case "config" -> new Config();
            case "create" -> new Create();
            case "env" -> new Env();
            case "help" -> new Help();
            case "inspect" -> new Inspect();
            case "ip" -> Query.ip();
            case "kill" -> new Power(PowerChange.KILL);
            case "ls" -> new Ls();
            case "mount" -> new Mount();
            case "provision" -> new Provision(false);
            case "regenerate-certs" -> new Provision(true);
            case "restart" -> new Power(PowerChange.RESTART);
            case "rm" -> new Rm();
            case "scp" -> new Scp();
            case "ssh" -> new Ssh();
            case "start" -> new Power(PowerChange.START);
            case "status" -> Query.status();
            case "stop" -> new Power(PowerChange.STOP);
            case "upgrade" -> new Upgrade();
            case "url" -> Query.url();
            case "version" -> new Version();
            default -> null;
        };
    }
}
