package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// `belt service inspect`.
final class ServiceInspect implements Command {
    private final Inspection inspection = new Inspection();

    @Override
    public Spec spec() {
        return inspection.addTo(
                Spec.of(Spec.Group.SERVICES, "service inspect", "Show everything about services")
                        .arguments("SERVICE…")
                        .example("belt service inspect web", "as JSON")
                        .example("belt service inspect --pretty web", "for people")
                        .unrecorded());
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            ClusterClient client = apis.manager().client();
            var documents = new ArrayList<JsonObject>();
            for (String name : call.arguments()) {
                documents.add(client.serviceDocument(ServiceNames.require(client, name).id()));
            }
            inspection.print(call, "service", documents, ServiceInspect::pretty);
            return Exit.DONE;
        }
    }

    private static List<String> pretty(JsonObject service) {
        JsonObject spec = service.object("Spec");
        JsonObject container = spec.object("TaskTemplate", "ContainerSpec");
        var lines = new ArrayList<String>();
        lines.add("ID:\t\t" + service.text("ID"));
        lines.add("Name:\t\t" + spec.text("Name"));
        if (!spec.textMap("Labels").isEmpty()) {
            lines.add("Labels:");
            spec.textMap("Labels").forEach((key, value) -> lines.add(" " + key + "=" + value));
        }
        boolean global = spec.has("Mode", "Global");
        lines.add("Service Mode:\t" + (global ? "Global" : "Replicated"));
        if (!global) {
            lines.add(" Replicas:\t" + spec.number("Mode", "Replicated", "Replicas"));
        }
        if (service.has("UpdateStatus", "State")) {
            lines.add("UpdateStatus:");
            lines.add(" State:\t\t" + service.text("UpdateStatus", "State"));
            lines.add(" Message:\t" + service.text("UpdateStatus", "Message"));
        }
        lines.add("Placement:");
        List<String> rules = spec.texts("TaskTemplate", "Placement", "Constraints");
        if (!rules.isEmpty()) {
            lines.add(" Constraints:\t" + rules);
        }
        lines.add("UpdateConfig:");
        lines.add(" Parallelism:\t" + spec.number("UpdateConfig", "Parallelism"));
        lines.add(" On failure:\t" + spec.text("UpdateConfig", "FailureAction"));
        lines.add(" Update order:\t" + spec.text("UpdateConfig", "Order"));
        lines.add("ContainerSpec:");
        lines.add(" Image:\t\t" + container.text("Image"));
        words(lines, " Command:\t", container.texts("Command"));
        words(lines, " Args:\t\t", container.texts("Args"));
        words(lines, " Env:\t\t", container.texts("Env"));
        lines.add("Resources:");
        lines.add("Endpoint Mode:\t" + spec.text("EndpointSpec", "Mode"));
        for (JsonObject port : service.objects("Endpoint", "Ports")) {
            lines.add("Ports:");
            lines.add(" PublishedPort = " + port.number("PublishedPort"));
            lines.add("  Protocol = " + port.text("Protocol"));
            lines.add("  TargetPort = " + port.number("TargetPort"));
            lines.add("  PublishMode = " + port.text("PublishMode"));
        }
        return lines;
    }

    private static void words(List<String> lines, String title, List<String> words) {
        if (!words.isEmpty()) {
            lines.add(title + String.join(" ", words));
        }
    }
}
