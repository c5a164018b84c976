package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.ServiceSummary;
import java.util.ArrayList;
import java.util.List;

/// `belt service rm`.
final class ServiceRm implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.SERVICES, "service rm", "Stop services and forget them")
                .arguments("SERVICE…")
                .example("belt service rm web", "its tasks end a little later");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            ClusterClient client = apis.manager().client();
            List<ServiceSummary> services = new ArrayList<>();
            for (String name : call.arguments()) {
                services.add(ServiceNames.require(client, name));
            }
            for (int i = 0; i < services.size(); i++) {
                client.removeService(services.get(i).id());
                call.out().line(call.argument(i));
            }
            return Exit.DONE;
        }
    }
}
