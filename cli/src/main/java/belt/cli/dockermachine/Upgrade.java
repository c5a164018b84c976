package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.time.Duration;
import java.util.List;

/// `belt machine upgrade`: the newest engine that the machine's own package source has.
final class Upgrade implements Command {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /// Ends with 0 if there is a newer one now, with 9 if there was none. Whoever supervises the engine starts it again.
    private static final String SCRIPT =
            """
            set -e
            before=$(dockerd --version 2>/dev/null || true)
            if command -v apt-get >/dev/null; then
                package=$(dpkg-query -W -f '${Package} ${db:Status-Status}\\n' docker-ce docker.io 2>/dev/null | awk '$2 == "installed" { print $1; exit }')
                [ -n "$package" ] || { echo "no package of docker is installed" >&2; exit 1; }
                apt-get update -q
                DEBIAN_FRONTEND=noninteractive apt-get install -y -q --only-upgrade "$package"
            elif command -v dnf >/dev/null; then
                dnf upgrade -y 'moby-engine*' 'docker*'
            elif command -v apk >/dev/null; then
                apk upgrade docker
            else
                echo "this system has none of apt-get, dnf and apk" >&2
                exit 1
            fi
            [ "$before" != "$(dockerd --version)" ] || exit 9
            """;

    private static final String RESTART =
            "if [ -d /run/systemd/system ]; then systemctl restart docker; else kill \"$(cat /run/docker.pid)\"; fi";

    private static final int NOTHING_NEWER = 9;

    @Override
    public Spec spec() {
        return Verb.spec("upgrade", "Bring the engine of machines to the newest version")
                .arguments("[NAME…]")
                .example("belt machine upgrade node1", "from the machine's own package source")
                .note(
                        "One machine after the other. Where nothing newer is there, the engine is not restarted.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        Estate estate = fleet.estate();
        String again = "belt machine upgrade " + String.join(" ", call.arguments());
        List<Machine> machines = fleet.refreshed(fleet.named());
        try (var scope = call.interrupts().during(again);
                var _ = MachineWork.lock(estate, "machine upgrade");
                Progress progress = call.progress("upgrade")) {
            for (Machine machine : machines) {
                scope.check();
                Machine running = started(call, estate, progress, machine);
                upgrade(call, estate, running);
                progress.done(machine.name(), "upgraded");
            }
        }
        return Exit.DONE;
    }

    private static Machine started(Call call, Estate estate, Progress progress, Machine machine)
            throws InterruptedException {
        if (machine.state() != MachineState.STOPPED) {
            return machine;
        }
        call.out().line("Starting machine so machine can be upgraded...");
        var outcomes = new MachineWork(estate, progress).start(List.of(machine));
        Outcomes.require(outcomes, "were not started");
        return Outcomes.values(outcomes).getFirst();
    }

    private static void upgrade(Call call, Estate estate, Machine machine)
            throws InterruptedException {
        call.out().line("Upgrading docker...");
        var client = new ClusterSsh(call, estate.cluster()).client(List.of(machine));
        try (SshSession session = client.connect(ClusterSsh.target(machine))) {
            var result = session.run(RemoteCommand.of(SCRIPT).root().within(LONGEST));
            if (result.exitCode() == NOTHING_NEWER) {
                call.out().say(machine.name() + " has the newest engine already");
                return;
            }
            if (!result.ok()) {
                throw new BeltException.OperationFailed(
                                MachineProblem.REMOTE,
                                machine.name()
                                        + ": the engine was not upgraded: "
                                        + result.describe())
                        .withDetail(String.join("\n", result.lastLines(3)));
            }
            call.out().line("Restarting docker...");
            session.require("restart docker", RemoteCommand.of(RESTART).root());
        }
    }
}
