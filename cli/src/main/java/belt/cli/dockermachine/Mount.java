package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.problem.CliProblem;
import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provision.ssh.SshTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `belt machine mount`: a folder of a machine on this host, by sshfs.
final class Mount implements Command {
    private final Opt<Boolean> unmount = Opt.flag("-u, --unmount").help("take it away again");

    @Override
    public Spec spec() {
        return Verb.spec("mount", "Mount a folder of a machine on this host, with sshfs")
                .arguments("MACHINE:PATH [MOUNTPOINT]")
                .options(unmount)
                .example("belt machine mount node1:/srv/data data", "at ./data")
                .example("belt machine mount -u node1:/srv/data data", "away again")
                .note(
                        "Without MOUNTPOINT it is mounted at the same path. It needs sshfs and fusermount on this host.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        Place place = Place.parse(fleet, call.argument(0));
        Machine machine = place.machine();
        if (machine == null) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_ARGUMENTS,
                    "'" + call.argument(0) + "' does not have the form MACHINE:PATH");
        }
        Path point = call.io().path(call.arguments().size() > 1 ? call.argument(1) : place.path());
        if (call.has(unmount)) {
            return exit(
                    HostProgram.require(call, "fusermount", "it ends mounts of sshfs")
                            .run(List.of("-u", point.toString())));
        }
        Ssh.requireRunning(call, machine, "mount");
        HostProgram sshfs = HostProgram.require(call, "sshfs", "it is what mounts");
        if (!Files.isDirectory(point)) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_ARGUMENTS, "there is no folder " + point + " to mount at");
        }
        return exit(sshfs.run(words(fleet.estate().cluster(), machine, place, point)));
    }

    /// The host's key must be pinned: what sshfs asks, nobody could answer.
    private static List<String> words(
            ClusterState cluster, Machine machine, Place place, Path point) {
        SshTarget target = Place.target(machine, place.user());
        String user = place.user().isEmpty() ? machine.ssh().user() : place.user();
        var words = new ArrayList<String>();
        words.add(user + "@" + target.host() + ":" + place.path());
        words.add(point.toString());
        for (String option :
                List.of(
                        "port=" + machine.ssh().port(),
                        "StrictHostKeyChecking=yes",
                        "UserKnownHostsFile=" + cluster.knownHosts().toAbsolutePath(),
                        "IdentityFile=" + cluster.sshKeyOf(machine).toAbsolutePath())) {
            words.add("-o");
            words.add(option);
        }
        return words;
    }

    private static int exit(int code) {
        return code == 0 ? Exit.DONE : Exit.FAILED;
    }
}
