package belt.cli.up;

import belt.cli.command.Call;
import belt.cli.file.ClusterFile;
import belt.cli.file.ServiceWish;
import belt.cli.node.NodeTable;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.service.TaskTable;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import java.util.List;
import java.util.Map;

/// What `up` prints at its end: the nodes, the tasks, an address that answers, and what to try next.
final class Ending {
    private Ending() {}

    static void show(Call call, ClusterFile file, Estate estate, Apis apis)
            throws InterruptedException {
        if (call.out().structured()) {
            return;
        }
        ClusterClient manager = apis.manager().client();
        call.out().list(NodeTable.view(""), manager.nodes());
        for (ServiceWish wish : file.services()) {
            call.out().line("");
            new TaskTable(call, manager, TaskTable.Style.PLAIN)
                    .print(
                            manager.tasks(
                                    Map.of(
                                            "service",
                                            List.of(manager.requireService(wish.name()).id()),
                                            "desired-state",
                                            List.of("running"))));
        }
        String node = estate.cluster().activeHost().orElse(file.names().getFirst());
        String host = ClusterSsh.target(estate.cluster().inventory().require(node)).host();
        call.out().line("");
        for (ServiceWish wish : file.services()) {
            for (ServiceWish.Port port : wish.ports()) {
                if (port.published() != 0 && port.protocol().equals("tcp") && !port.host()) {
                    call.out()
                            .line(
                                    wish.name()
                                            + " answers on every node: http://"
                                            + host
                                            + ":"
                                            + port.published()
                                            + "/");
                }
            }
        }
        call.out().next("belt docker service ls");
    }
}
