package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.swarm.Apis;
import belt.client.NodeSummary;
import java.util.List;

/// `belt node ls`.
final class NodeLs implements Command {
    private final Opt<String> format =
            Opt.text("--format", "TEMPLATE").help("docker's: json, table …, {{.Hostname}}");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.NODES, "node ls", "List the nodes of the cluster")
                .options(format)
                .example("belt node ls", "* marks the node that answered")
                .example("belt node ls -o json", "for programs")
                .example("belt node ls --format '{{.Hostname}} {{.Status}}'", "as docker has it");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            Apis.Reached manager = apis.manager();
            List<NodeSummary> nodes = manager.client().nodes();
            var view = NodeTable.view(manager.client().node().id());
            call.find(format)
                    .ifPresentOrElse(
                            text -> call.out().docker(view, nodes, text),
                            () -> call.out().list(view, nodes));
            List<String> waiting =
                    nodes.stream().filter(NodeSummary::waits).map(NodeSummary::hostname).toList();
            if (!waiting.isEmpty()) {
                call.out()
                        .say(
                                waiting.size()
                                        + " waiting for approval: belt node accept "
                                        + String.join(" ", waiting));
            }
            return Exit.DONE;
        }
    }
}
