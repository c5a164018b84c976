package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.output.Words;
import belt.cli.service.Inspection;
import belt.cli.swarm.Apis;
import belt.client.JsonObject;
import belt.client.NodeSummary;
import java.util.ArrayList;
import java.util.List;

/// `belt node inspect`.
final class NodeInspect implements Command {
    private final Inspection inspection = new Inspection();

    @Override
    public Spec spec() {
        return inspection.addTo(
                Spec.of(Spec.Group.NODES, "node inspect", "Show everything about nodes")
                        .arguments("[NODE…]")
                        .example("belt node inspect node2", "as JSON")
                        .example("belt node inspect --pretty self", "for people")
                        .unrecorded());
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            List<NodeSummary> nodes = NodeNames.require(call, apis.manager(), call.arguments());
            inspection.print(
                    call,
                    "node",
                    nodes.stream().map(NodeSummary::document).toList(),
                    NodeInspect::pretty);
            return Exit.DONE;
        }
    }

    private static List<String> pretty(JsonObject node) {
        var lines = new ArrayList<String>();
        lines.add("ID:\t\t\t" + node.text("ID"));
        node.textMap("Spec", "Labels")
                .forEach((key, value) -> {
                    if (!lines.contains("Labels:")) {
                        lines.add("Labels:");
                    }
                    lines.add(" - " + key + "=" + value);
                });
        lines.add("Hostname:              \t" + node.text("Description", "Hostname"));
        lines.add("Joined at:             \t" + node.text("CreatedAt"));
        lines.add("Status:");
        lines.add(" State:\t\t\t" + Words.capital(node.text("Status", "State")));
        if (node.has("Status", "Message")) {
            lines.add(" Message:              \t" + Words.capital(node.text("Status", "Message")));
        }
        lines.add(" Availability:         \t" + Words.capital(node.text("Spec", "Availability")));
        lines.add(" Address:\t\t" + node.text("Status", "Addr"));
        if (node.has("ManagerStatus")) {
            lines.add("Manager Status:");
            lines.add(" Address:\t\t" + node.text("ManagerStatus", "Addr"));
            lines.add(
                    " Raft Status:\t\t"
                            + Words.capital(node.text("ManagerStatus", "Reachability")));
            lines.add(" Leader:\t\t" + (node.flag("ManagerStatus", "Leader") ? "Yes" : "No"));
        }
        JsonObject description = node.object("Description");
        lines.add("Platform:");
        lines.add(" Operating System:\t" + description.text("Platform", "OS"));
        lines.add(" Architecture:\t\t" + description.text("Platform", "Architecture"));
        lines.add("Resources:");
        lines.add(" CPUs:\t\t\t" + description.number("Resources", "NanoCPUs") / 1_000_000_000);
        lines.add(" Memory:\t\t" + (description.number("Resources", "MemoryBytes") >> 20) + "MiB");
        lines.add("Engine Version:\t\t" + description.text("Engine", "EngineVersion"));
        return lines;
    }
}
