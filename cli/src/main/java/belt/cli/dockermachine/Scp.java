package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `belt machine scp`. What goes from machine to machine goes through this host, as it did. It needs `cat` and `tar` there,
/// no scp and no sftp.
final class Scp implements Command {
    /// rsync's exit code for an error in its protocol.
    private static final int BROKEN_STREAM = 12;

    private final Opt<Boolean> recursive =
            Opt.flag("-r, --recursive").help("folders with all that is in them");
    private final Opt<Boolean> delta =
            Opt.flag("-d, --delta").help("only what differs, with rsync on both sides");
    private final Opt<Boolean> quiet = Opt.flag("-q, --quiet").help("show no progress");

    @Override
    public Spec spec() {
        return Verb.spec("scp", "Copy files between this host and machines, or between machines")
                .arguments("SOURCE TARGET")
                .options(recursive, delta, quiet)
                .example("belt machine scp app.conf node1:/etc/app.conf", "to a machine")
                .example("belt machine scp -r node1:/var/log/app node2:/tmp", "between machines")
                .example("belt machine scp -r -d src node1:", "the second time only what changed")
                .note(
                        "Each side is a path or [USER@]MACHINE:PATH; relative paths there begin in the account's home.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        Place from = Place.parse(fleet, call.argument(0));
        Place to = Place.parse(fleet, call.argument(1));
        Stream.of(from, to)
                .map(Place::machine)
                .forEach(machine -> {
                    if (machine != null) {
                        Ssh.requireRunning(call, machine, "SCP command");
                    }
                });
        if (call.has(delta)) {
            return rsync(call, from, to);
        }
        try (End source = open(call, fleet, from);
                End target = open(call, fleet, to)) {
            End.Found found = source.look();
            if (found.kind() == End.Kind.NOTHING) {
                throw wrong(call.argument(0) + ": there is no such file or folder");
            }
            if (found.kind() == End.Kind.FOLDER && !call.has(recursive)) {
                throw wrong(call.argument(0) + " is a folder: add -r");
            }
            target.write(found, from.name(), source.read(found.kind()));
            source.finish();
        }
        return Exit.DONE;
    }

    private static End open(Call call, Fleet fleet, Place place) throws InterruptedException {
        Machine machine = place.machine();
        if (machine == null) {
            return new LocalEnd(call.io().path(place.path()));
        }
        var client = new ClusterSsh(call, fleet.estate().cluster()).client(List.of(machine));
        return new RemoteEnd(client.connect(Place.target(machine, place.user())), place);
    }

    /// rsync runs belt itself in place of ssh.
    private int rsync(Call call, Place from, Place to) throws InterruptedException {
        if (!from.user().isEmpty() || !to.user().isEmpty()) {
            throw wrong("with -d the account is the machine's own: leave USER@ out");
        }
        if (from.machine() != null && to.machine() != null) {
            throw wrong("-d copies from or to this host, not between machines: leave it out");
        }
        if (from.machine() == null && !call.has(recursive)) {
            Path source = call.io().path(from.path());
            if (Files.isDirectory(source)) {
                throw wrong(source + " is a folder: add -r");
            }
        }
        var words = new ArrayList<String>(List.of(call.has(recursive) ? "-a" : "-lptgoD"));
        if (!call.has(quiet)) {
            words.add("--progress");
        }
        String context = call.find(Globals.CONTEXT).map(name -> " --context " + name).orElse("");
        words.add("--rsh=" + call.io().home().resolve("belt") + context + " machine ssh");
        words.add(call.argument(0));
        words.add(call.argument(1));
        int code = HostProgram.require(call, "rsync", "it copies what differs").run(words);
        Machine machine = from.machine() == null ? to.machine() : from.machine();
        if (code == BROKEN_STREAM && machine != null) {
            requireRsync(call, machine);
        }
        return code == 0 ? Exit.DONE : Exit.FAILED;
    }

    /// A machine without rsync breaks the stream, and rsync of this host does not know why.
    private static void requireRsync(Call call, Machine machine) throws InterruptedException {
        var client =
                new ClusterSsh(call, new Fleet(call).estate().cluster()).client(List.of(machine));
        try (SshSession session = client.connect(ClusterSsh.target(machine))) {
            if (!session.run(RemoteCommand.of("command -v rsync")).ok()) {
                throw new BeltException.Refused(
                                MachineProblem.NO_PROGRAM,
                                machine.name() + " has no rsync, which -d needs on both sides")
                        .withRemedy(
                                "belt machine ssh "
                                        + machine.name()
                                        + " sudo apt-get install -y rsync");
            }
        }
    }

    private static BeltException wrong(String message) {
        return new BeltException.InvalidInput(MachineProblem.COPY, message);
    }
}
