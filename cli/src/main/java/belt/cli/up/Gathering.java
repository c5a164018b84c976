package belt.cli.up;

import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.List;
import java.util.Map;

/// Looks at what is there.
final class Gathering {
    private Gathering() {}

    static ClusterApi api(Estate estate) {
        return new HttpClusterApi(estate);
    }

    static Present present(Estate estate, ClusterApi api) throws InterruptedException {
        List<Machine> machines = MachineWork.refreshed(estate, true);
        List<Machine> active =
                machines.stream()
                        .filter(machine -> machine.state() == MachineState.ACTIVE)
                        .toList();
        List<String> answering = api.answering(active);
        List<Machine> asked =
                active.stream().filter(machine -> answering.contains(machine.name())).toList();
        Map<String, Present.PresentNode> nodes = api.nodes(asked);
        return new Present(
                UpRunner.byName(machines),
                answering,
                nodes,
                nodes.isEmpty() ? Map.of() : api.services());
    }
}
