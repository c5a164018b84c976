package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.output.View;
import belt.cli.swarm.Apis;
import belt.cli.term.Tint;
import belt.client.ServiceSummary;
import belt.core.NaturalOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt service ls`.
final class ServiceLs implements Command {
    private final Opt<String> format =
            Opt.text("--format", "TEMPLATE").help("docker's: json, table …, {{.Name}}");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.SERVICES, "service ls", "List the services of the cluster")
                .options(format)
                .example("belt service ls", "how many tasks of each run")
                .example("belt service ls -o json", "for programs")
                .unrecorded();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            List<ServiceSummary> services = apis.manager().client().services();
            call.find(format)
                    .ifPresentOrElse(
                            text -> call.out().docker(view(), services, text),
                            () -> call.out().list(view(), services));
            if (services.isEmpty() && call.io().terminals().out()) {
                call.out().say("no services in " + call.cluster().name());
            }
            return Exit.DONE;
        }
    }

    private static View<ServiceSummary> view() {
        return View.of("service", ServiceSummary::id)
                .sortedBy(Comparator.comparing(ServiceSummary::name, NaturalOrder.INSTANCE))
                .column("ID", service -> TaskTable.id(service.id(), false))
                .column("NAME", ServiceSummary::name)
                .column("MODE", ServiceSummary::mode)
                .column("REPLICAS", ServiceLs::replicas)
                .tinted(service -> service.running() == service.desired() ? Tint.GOOD : Tint.NOTICE)
                .column("IMAGE", ServiceLs::image)
                .column("PORTS", service -> Ports.text(service.ports()))
                .data(ServiceLs::data)
                .field("ID", service -> TaskTable.id(service.id(), false))
                .field("Name", ServiceSummary::name)
                .field("Mode", ServiceSummary::mode)
                .field("Replicas", ServiceLs::replicas)
                .field("Image", ServiceLs::image)
                .field("Ports", service -> Ports.text(service.ports()));
    }

    private static String replicas(ServiceSummary service) {
        return service.running() + "/" + service.desired();
    }

    private static String image(ServiceSummary service) {
        if (!service.exec()) {
            return service.image().replaceFirst("@sha256:.*", "");
        }
        List<String> command =
                service.document().texts("Spec", "TaskTemplate", "ContainerSpec", "Command");
        return command.isEmpty() ? "" : command.getFirst();
    }

    private static Map<String, Object> data(ServiceSummary service) {
        var data = new LinkedHashMap<String, Object>();
        data.put("id", service.id());
        data.put("name", service.name());
        data.put("mode", service.mode());
        data.put("runtime", service.exec() ? "exec" : "container");
        data.put("running", service.running());
        data.put("desired", service.desired());
        data.put("image", service.image());
        data.put(
                "ports",
                service.ports().stream()
                        .map(port ->
                                Map.of(
                                        "published", port.published(),
                                        "target", port.target(),
                                        "protocol", port.protocol(),
                                        "host", port.host()))
                        .toList());
        data.put("labels", service.labels());
        return data;
    }
}
