package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.TaskSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `belt service ps`.
final class ServicePs implements Command {
    private final TaskTable.Options options = new TaskTable.Options();

    @Override
    public Spec spec() {
        return options.addTo(
                Spec.of(Spec.Group.SERVICES, "service ps", "List the tasks of services")
                        .arguments("SERVICE…")
                        .example("belt service ps web", "where they run, and what came before")
                        .example(
                                "belt service ps -f desired-state=running web", "only present ones")
                        .unrecorded());
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            ClusterClient client = apis.manager().client();
            var ids = new ArrayList<String>();
            for (String name : call.arguments()) {
                ids.add(ServiceNames.require(client, name).id());
            }
            Map<String, List<String>> filters = options.filters(call);
            filters.put("service", ids);
            List<TaskSummary> tasks = client.tasks(filters);
            new TaskTable(call, client, options.style(call)).print(tasks);
            return Exit.DONE;
        }
    }
}
