package belt.cli.dockermachine;

import belt.cli.command.Build;
import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import java.time.Duration;

/// `belt machine version`: belt's own, or that of a machine's engine.
final class Version implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Spec spec() {
        return Verb.spec("version", "Print belt's version, or that of a machine's engine")
                .arguments("[NAME]")
                .example("belt machine version", "belt's")
                .example("belt machine version node1", "the engine's")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        if (call.arguments().isEmpty()) {
            call.out()
                    .line(
                            "belt-machine version "
                                    + Build.VERSION
                                    + ", with the verbs of docker-machine 0.16");
            return Exit.DONE;
        }
        call.out().line(new Fleet(call).endpoint().version(PATIENCE));
        return Exit.DONE;
    }
}
