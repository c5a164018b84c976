package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.provider.Machine;
import belt.provision.NodePaths;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import belt.provision.ssh.Upload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The engine's configuration on a new machine, written before the engine is installed: what belt needs in it is added to
/// it then. A file that is there already is left alone.
final class EngineFile {
    private static final Duration GRACE = Duration.ofSeconds(20);

    private EngineFile() {}

    static void write(Call call, Estate estate, Machine machine, String text)
            throws InterruptedException {
        var client = new ClusterSsh(call, estate.cluster()).client(List.of(machine));
        try (SshSession session =
                client.await(
                        ClusterSsh.target(machine),
                        Deadline.in(call.get(Globals.TIMEOUT)),
                        GRACE,
                        _ -> {},
                        call.interrupts())) {
            String there = "test -e " + NodePaths.ENGINE_CONFIG;
            if (session.run(RemoteCommand.of(there).root()).ok()) {
                throw new BeltException.Conflict(
                                MachineProblem.EXISTS,
                                machine.name()
                                        + " has a "
                                        + NodePaths.ENGINE_CONFIG
                                        + " already: the --engine flags were not written")
                        .withDetail("put them into that file, then go on")
                        .withRemedy("belt machine provision " + machine.name());
            }
            session.require(
                    "make " + NodePaths.ENGINE_DIR,
                    RemoteCommand.of("mkdir -p " + NodePaths.ENGINE_DIR).root());
            session.upload(
                    Upload.of(text.getBytes(StandardCharsets.UTF_8), NodePaths.ENGINE_CONFIG));
        }
    }
}
