package belt.cli.up;

import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.client.ServiceSummary;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at what is there.
final class Gathering {
    private Gathering() {}

    static Present present(Estate estate, Apis apis) throws InterruptedException {
        List<Machine> machines = MachineWork.refreshed(estate, true);
        List<Machine> active =
                machines.stream()
                        .filter(machine -> machine.state() == MachineState.ACTIVE)
                        .toList();
        List<Apis.Reached> answering = apis.answering(active);
        List<String> names = answering.stream().map(each -> each.machine().name()).toList();
        Optional<ClusterClient> manager =
                answering.stream()
                        .filter(Apis.Reached::manager)
                        .map(Apis.Reached::client)
                        .findFirst();
        return new Present(
                UpRunner.byName(machines),
                names,
                manager.map(Gathering::nodes).orElse(Map.of()),
                manager.map(Gathering::services).orElse(Map.of()));
    }

    private static Map<String, Present.PresentNode> nodes(ClusterClient manager) {
        var nodes = new LinkedHashMap<String, Present.PresentNode>();
        for (NodeSummary node : manager.nodes()) {
            // a machine that was made anew leaves its former node behind, which is down
            Present.PresentNode before = nodes.get(node.hostname());
            if (before == null || !before.ready()) {
                nodes.put(
                        node.hostname(),
                        new Present.PresentNode(
                                node.id(),
                                node.role().equals("manager"),
                                node.ready(),
                                node.spec().textMap("Labels")));
            }
        }
        return nodes;
    }

    private static Map<String, Present.PresentService> services(ClusterClient manager) {
        var services = new HashMap<String, Present.PresentService>();
        for (ServiceSummary service : manager.services()) {
            services.put(
                    service.name(),
                    new Present.PresentService(
                            service.id(), service.labels().getOrDefault(WishHash.LABEL, "")));
        }
        return services;
    }
}
