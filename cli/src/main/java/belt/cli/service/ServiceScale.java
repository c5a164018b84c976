package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.problem.CliProblem;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.ServiceSummary;
import belt.core.BeltException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt service scale`.
final class ServiceScale implements Command {
    private final Opt<Boolean> detach = Opt.flag("-d, --detach").help("do not wait until it is so");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.SERVICES, "service scale", "Change how many tasks services have")
                .arguments("SERVICE=N…")
                .options(detach)
                .example("belt service scale web=4", "four tasks")
                .example("belt service scale -d web=4 api=2", "two services, without waiting");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var wishes = new LinkedHashMap<String, Long>();
        for (String word : call.arguments()) {
            int equals = word.lastIndexOf('=');
            if (equals < 1) {
                throw new BeltException.InvalidInput(
                                CliProblem.BAD_ARGUMENTS, "'" + word + "' is not SERVICE=N")
                        .withRemedy("belt service scale " + word.replace("=", "") + "=2");
            }
            wishes.put(word.substring(0, equals), Numbers.count(word.substring(equals + 1)));
        }
        try (Apis apis = Apis.of(call, call.cluster())) {
            ClusterClient client = apis.manager().client();
            for (Map.Entry<String, Long> wish : wishes.entrySet()) {
                scale(client, wish.getKey(), wish.getValue());
                call.out().line(wish.getKey() + " scaled to " + wish.getValue());
            }
            call.io().out().flush();
            if (!call.has(detach)) {
                new Convergence(call, apis).await(List.copyOf(wishes.keySet()));
            }
            return Exit.DONE;
        }
    }

    private static void scale(ClusterClient client, String name, long replicas) {
        ServiceSummary service = ServiceNames.require(client, name);
        if (!service.mode().equals("replicated")) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_ARGUMENTS,
                    name + " is " + service.mode() + ": only replicated services can be scaled");
        }
        client.updateService(
                service, service.spec().put(replicas, "Mode", "Replicated", "Replicas"));
    }
}
