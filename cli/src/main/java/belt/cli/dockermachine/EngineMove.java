package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Nodes;
import belt.provider.Machine;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.time.Duration;
import java.util.List;

/// Docker Machine's engine listens on port 2376, where beltd will answer. Before an imported machine becomes a node its
/// engine is moved to its socket: the addresses and the TLS flags go out of the unit's drop-in, everything else in it stays,
/// and the file as it was lies beside it.
final class EngineMove {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String FILE = "/etc/systemd/system/docker.service.d/10-machine.conf";
    private static final String LOOK = "grep -qs -e '-H[ =]*tcp://' " + FILE;

    /// Changes the file named by `$1`.
    static final String EDIT =
            """
            cp -p "$1" "$1.before-belt" && sed -i -E \
                -e 's#[[:space:]](-H|--host)[[:space:]=]*tcp://[^[:space:]]+##g' \
                -e 's#[[:space:]]--tls(cacert|cert|key)[[:space:]=]+[^[:space:]]+##g' \
                -e 's#[[:space:]]--tls(verify)?(=[^[:space:]]+)?([[:space:]]|$)#\\3#g' "$1"
            """;

    private static final String RESTART = "systemctl daemon-reload && systemctl restart docker";

    private EngineMove() {}

    /// Moves the engines of those machines that were imported and whose engine is in the way, once the operator agrees: it
    /// restarts them.
    static void run(Call call, Estate estate, List<Machine> machines) throws InterruptedException {
        for (Machine machine : machines) {
            boolean imported = machine.labels().containsKey(MachineWork.IMPORTED_LABEL);
            if (imported && !Nodes.isNode(estate.cluster(), machine)) {
                move(call, estate, machine);
            }
        }
    }

    private static void move(Call call, Estate estate, Machine machine)
            throws InterruptedException {
        var client = new ClusterSsh(call, estate.cluster()).client(List.of(machine));
        try (SshSession session = client.connect(ClusterSsh.target(machine))) {
            if (!session.run(RemoteCommand.of(LOOK).root()).ok()) {
                return;
            }
            call.prompt()
                    .confirm(
                            "The engine of "
                                    + machine.name()
                                    + " listens on 2376, where beltd is to answer. Move it to its socket, which restarts it?");
            session.require(
                    "take the addresses out of " + FILE,
                    RemoteCommand.of(List.of("sh", "-c", EDIT, "sh", FILE)).root());
            session.require("restart the engine", RemoteCommand.of(RESTART).root().within(LONGEST));
            call.out().line("Moved the engine of " + machine.name() + " to its socket");
        }
    }
}
