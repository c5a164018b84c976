package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.service.TaskTable;
import belt.cli.swarm.Apis;
import belt.client.NodeSummary;
import belt.client.TaskSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `belt node ps`.
final class NodePs implements Command {
    private final TaskTable.Options options = new TaskTable.Options();

    @Override
    public Spec spec() {
        return options.addTo(
                Spec.of(Spec.Group.NODES, "node ps", "List the tasks of nodes")
                        .arguments("[NODE…]")
                        .example("belt node ps node2", "what runs there, and what did")
                        .example("belt node ps", "of the node that answers")
                        .unrecorded());
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            Apis.Reached manager = apis.manager();
            var tasks = new ArrayList<TaskSummary>();
            for (NodeSummary node : NodeNames.require(call, manager, call.arguments())) {
                tasks.addAll(manager.client().tasks(Map.of("node", List.of(node.id()))));
            }
            new TaskTable(call, manager.client(), options.style(call)).print(tasks);
            return Exit.DONE;
        }
    }
}
