package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.state.ClusterState;
import belt.cli.state.Workspace;
import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The machines that the verbs work on: those of the cluster in use, else of the cluster `default`.
///
/// @param call the command
record Fleet(Call call) {
    private static final String USUAL = "default";

    /// The cluster; empty if there is none yet.
    Optional<ClusterState> cluster() {
        Workspace workspace = call.workspace();
        Optional<String> named = call.find(Globals.CONTEXT).or(workspace::active);
        if (named.isPresent()) {
            return named.map(workspace::require);
        }
        return workspace.clusters().contains(Workspace.DEFAULT_CLUSTER)
                ? Optional.of(workspace.require(Workspace.DEFAULT_CLUSTER))
                : Optional.empty();
    }

    /// The cluster to make machines in: `default` comes into being with the first.
    ///
    /// @param driver the provider that it gets then
    Estate estateFor(String driver) {
        Optional<ClusterState> found = cluster();
        if (found.isPresent()) {
            return Estate.of(call, found.get());
        }
        Workspace workspace = call.workspace();
        call.out().say("no cluster is in use: using the cluster " + Workspace.DEFAULT_CLUSTER);
        ClusterState made = workspace.create(Workspace.DEFAULT_CLUSTER, driver, Map.of());
        workspace.use(Workspace.DEFAULT_CLUSTER);
        return Estate.of(call, made);
    }

    /// All machines, as recorded.
    List<Machine> all() {
        return cluster().map(each -> each.inventory().machines()).orElse(List.of());
    }

    /// The cluster of machines that exist.
    Estate estate() {
        return Estate.of(
                call, cluster().orElseThrow(() -> missing(call.arguments().getFirst(), List.of())));
    }

    /// The machines named as arguments; without any, the machine `default`.
    List<Machine> named() {
        return named(call.arguments());
    }

    /// The one machine named as the only argument; without it, the machine `default`.
    Machine one() {
        List<Machine> machines = named();
        if (machines.size() > 1) {
            throw new BeltException.InvalidInput(
                    MachineProblem.NO_DEFAULT, "Expected one machine name as an argument");
        }
        return machines.getFirst();
    }

    /// Where docker reaches the one machine named as the only argument.
    ///
    /// @throws BeltException.Refused if it does not run
    Endpoint endpoint() {
        Machine machine = one();
        if (machine.state()
                == MachineState.STOPPED) { // on record; somebody may have started it elsewhere
            machine = refreshed(List.of(machine)).getFirst();
        }
        if (machine.state() == MachineState.STOPPED) {
            throw Ssh.notRunning(call, machine, "Host is not running: \"" + machine.name() + "\"");
        }
        return new Endpoint(call, estate().cluster(), machine);
    }

    /// The machine of this name.
    Machine require(String name) {
        return find(name, all());
    }

    List<Machine> named(List<String> words) {
        List<Machine> all = all();
        if (words.isEmpty()) {
            return List.of(
                    all.stream()
                            .filter(machine -> machine.name().equals(USUAL))
                            .findFirst()
                            .orElseThrow(() ->
                                    new BeltException.InvalidInput(
                                            MachineProblem.NO_DEFAULT,
                                            "No machine name(s) specified and no \"default\" machine exists")));
        }
        var machines = new ArrayList<Machine>();
        call.names(words).forEach(name -> machines.add(find(name, all)));
        return machines;
    }

    private static Machine find(String name, List<Machine> all) {
        return all.stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing(name, all));
    }

    /// These machines as their providers see them now; where a provider cannot be asked, as recorded.
    List<Machine> refreshed(List<Machine> machines) {
        List<Machine> now = MachineWork.refreshed(estate(), false);
        return machines.stream()
                .map(machine ->
                        now.stream()
                                .filter(each -> each.name().equals(machine.name()))
                                .findFirst()
                                .orElse(machine))
                .toList();
    }

    private static BeltException missing(String name, List<Machine> all) {
        String hint = Nearest.hint(name, all.stream().map(Machine::name).toList());
        return new BeltException.NotFound(
                        MachineProblem.NO_SUCH, "Docker machine \"" + name + "\" does not exist")
                .withDetail(
                        (hint.isEmpty() ? "" : hint + "\n")
                                + "Use \"belt machine ls\" to list machines. Use \"belt machine create\" to add a new one.")
                .withRemedy("belt machine ls");
    }
}
