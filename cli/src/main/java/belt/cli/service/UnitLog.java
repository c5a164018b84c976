package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Exit;
import belt.cli.operate.ClusterSsh;
import belt.cli.problem.CliProblem;
import belt.cli.state.ClusterState;
import belt.cli.swarm.Apis;
import belt.client.ClientProblem;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/// A node's own log: from its API, and over SSH where `beltd` does not answer, which is when its log is wanted most.
final class UnitLog {
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Call call;
    private final String unit;
    private final long lines;
    private final boolean follow;

    /// @param lines the last ones; negative for all
    UnitLog(Call call, String unit, long lines, boolean follow) {
        if (!unit.equals("beltd") && !unit.equals("engine")) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE, "--unit is beltd or engine, not '" + unit + "'");
        }
        this.call = call;
        this.unit = unit;
        this.lines = lines;
        this.follow = follow;
    }

    int print(String node) throws InterruptedException {
        ClusterState cluster = call.cluster();
        Machine machine = call.select(List.of(node)).getFirst();
        try (Apis apis = Apis.of(call, cluster)) {
            try (InputStream log = apis.of(machine).unitLog(unit, lines, follow)) {
                copy(log);
                return Exit.DONE;
            } catch (BeltException.Unreachable e) {
                call.out().detail(e.getMessage() + ": reading the log over SSH");
                return overSsh(cluster, machine);
            }
        } catch (IOException e) {
            throw new BeltException.Unreachable(
                    ClientProblem.CONNECTION_LOST,
                    node + ": the connection broke: " + e.getMessage(),
                    e);
        }
    }

    private void copy(InputStream log) throws IOException {
        byte[] bytes = new byte[8192];
        for (int count = log.read(bytes); count >= 0; count = log.read(bytes)) {
            call.io().out().write(bytes, 0, count);
            call.io().out().flush();
        }
    }

    private int overSsh(ClusterState cluster, Machine machine) throws InterruptedException {
        var client = new ClusterSsh(call, cluster).client(List.of(machine));
        try (SshSession session = client.connect(ClusterSsh.target(machine))) {
            return session.run(
                            RemoteCommand.of(script())
                                    .root()
                                    .within(LONGEST)
                                    .writing(call.io().out(), call.io().err()))
                    .exitCode();
        }
    }

    private String script() {
        String service = unit.equals("beltd") ? "beltd" : "docker";
        String file = unit.equals("beltd") ? "beltd" : "dockerd";
        String journal = (lines < 0 ? "" : " -n " + lines) + (follow ? " -f" : "");
        String tail = (lines < 0 ? " -n +1" : " -n " + lines) + (follow ? " -F" : "");
        return "if [ -d /run/systemd/system ]; then exec journalctl --no-pager -u "
                + service
                + journal
                + "; else exec tail"
                + tail
                + " /var/log/belt/"
                + file
                + ".log; fi";
    }
}
