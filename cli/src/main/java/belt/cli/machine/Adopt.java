package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterKeys;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.OperateProblem;
import belt.cli.problem.CliProblem;
import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.Selection;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `belt adopt`: rebuilds an inventory from what the provider has.
final class Adopt implements Command {
    private static final String TAG = "tag:";

    private final Opt<String> driver =
            Opt.text("-d, --driver", "PROVIDER")
                    .help("where its machines are, for a cluster that is not here");
    private final Opt<Map<String, String>> define =
            Opt.pairs("--define", "KEY=VALUE")
                    .help("an option of the provider, for a cluster that is not here");

    private final Opt<String> sshKey =
            Opt.text("--ssh-key", "FILE")
                    .help("the private key that its machines let in, FILE.pub beside it");

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.MACHINES,
                        "adopt",
                        "Take up a cluster's machines from their tag at the provider")
                .arguments("tag:NAME")
                .options(driver, define, sshKey)
                .example("belt adopt tag:prod --driver digitalocean", "after a lost laptop")
                .example("belt adopt tag:prod --plan", "what would be taken up")
                .note(
                        "Only records are written here; nothing is done to the machines. What only the lost folder had cannot be read"
                                + " from the provider: the SSH key comes by --ssh-key from a backup, or the agent holds one that"
                                + " the machines let in; certificates are made anew over SSH by belt machine regenerate-certs.");
    }

    /// What was meant, as far as it can be a name.
    private static String name(String argument) {
        String last = argument.substring(argument.lastIndexOf(':') + 1);
        return last.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") ? last : "NAME";
    }

    @Override
    public int run(Call call) throws InterruptedException {
        if (!call.argument(0).startsWith(TAG) || call.argument(0).length() == TAG.length()) {
            throw new BeltException.InvalidInput(
                            CliProblem.BAD_VALUE,
                            "'" + call.argument(0) + "' has not the form tag:NAME")
                    .withRemedy("belt adopt " + TAG + name(call.argument(0)));
        }
        String name = call.argument(0).substring(TAG.length());
        Workspace workspace = call.workspace();
        boolean fresh = !workspace.clusters().contains(name);
        if (fresh && call.find(driver).isEmpty()) {
            throw new BeltException.InvalidInput(
                            CliProblem.BAD_VALUE,
                            "there is no cluster " + name + " here: say where its machines are")
                    .withRemedy("belt adopt tag:" + name + " --driver PROVIDER");
        }
        String provider = call.find(driver).map(Providers::recorded).orElse("");
        if (fresh) {
            Providers.require(provider, call.io());
        }
        ClusterState cluster =
                fresh
                        ? workspace.create(name, provider, call.get(define))
                        : workspace.require(name);
        boolean kept = false;
        try {
            kept = adopt(call, Estate.of(call, cluster), provider, call.find(sshKey));
        } finally {
            if (fresh && !kept) {
                cluster.remove();
                workspace.removeIfEmpty();
            }
        }
        return Exit.DONE;
    }

    /// @return whether records were written
    private static boolean adopt(Call call, Estate estate, String driver, Optional<String> keyFile)
            throws InterruptedException {
        String name = estate.cluster().name();
        String from = driver.isEmpty() ? estate.config().driver() : driver;
        try (var _ = MachineWork.lock(estate, "adopt");
                MachineProvider provider = estate.open(from)) {
            List<Machine> seen = provider.list(Selection.cluster());
            var known = new LinkedHashMap<String, Machine>();
            estate.cluster().inventory().read().machines().forEach(m -> known.put(m.name(), m));
            var fresh = new LinkedHashMap<String, Machine>();
            for (Machine machine : seen) {
                choose(call, fresh, known, machine);
            }
            if (seen.isEmpty()) {
                throw new BeltException.NotFound(
                        OperateProblem.NOTHING_TAGGED,
                        "no machine at " + from + " carries the tag of cluster " + name);
            }
            if (call.has(Globals.PLAN)) {
                fresh.values().forEach(machine -> call.out().line("+ " + line(machine)));
                return false;
            }
            estate.cluster().inventory().setDamagedAside();
            estate.cluster().inventory().put(fresh.values());
            call.out().list(MachineTable.view(), List.copyOf(fresh.values()));
            keyFile.ifPresent(file ->
                    new ClusterKeys(estate.cluster(), call.io().clock())
                            .takeSshKey(call.io().directory().resolve(file)));
            new ClusterSsh(call, estate.cluster()).pin(fresh.values());
            sayWhatLacks(call, estate.cluster());
            return true;
        }
    }

    /// Keys are in no cloud: whoever lost them has to be told what that means, and what to do.
    private static void sayWhatLacks(Call call, ClusterState cluster) {
        if (!Files.exists(cluster.sshKey())) {
            call.out()
                    .warn(
                            "the cluster's SSH key is not here: belt adopt tag:"
                                    + cluster.name()
                                    + " --ssh-key FILE takes it from a backup; without one belt ssh uses the agent's keys");
        } else if (!Files.exists(cluster.folder().resolve("pki/ca-key.pem"))) {
            call.out()
                    .warn(
                            "the cluster's certificates are not here: if its machines are nodes, belt machine regenerate-certs makes new ones over SSH");
        }
        call.out().next("belt use " + cluster.name());
    }

    /// One machine a name: the one on record, else the oldest.
    private static void choose(
            Call call, Map<String, Machine> fresh, Map<String, Machine> known, Machine machine) {
        Machine recorded = known.get(machine.name());
        Machine other = fresh.get(machine.name());
        boolean onRecord = recorded != null && recorded.id().equals(machine.id());
        if (other != null) {
            call.out()
                    .warn(
                            "there are two machines named "
                                    + machine.name()
                                    + ": belt gc shows the other");
        }
        if (other == null || onRecord || machine.createdAt().isBefore(other.createdAt())) {
            fresh.put(machine.name(), machine);
        }
    }

    private static String line(Machine machine) {
        return "machine "
                + machine.name()
                + "  "
                + machine.provider()
                + " "
                + machine.size()
                + "  "
                + machine.id();
    }
}
