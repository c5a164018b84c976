package belt.http.swarm;

import belt.http.check.ServiceCheck;
import belt.http.server.ApiError;
import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.OlderClient;
import belt.http.shape.ServiceDefaults;
import belt.http.shape.ServiceJson;
import belt.http.shape.ServiceSpecReader;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.store.View;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/services`.
final class ServicesApi {
    private static final Set<String> FILTERS = Set.of("id", "name", "label", "mode", "runtime");
    private static final Set<String> MODES =
            Set.of("replicated", "global", "replicated-job", "global-job");

    private final LeaderGate gate;
    private final RandomName names;

    ServicesApi(LeaderGate gate, RandomName names) {
        this.gate = gate;
        this.names = names;
    }

    void addTo(Router router) {
        router.on("GET", "/services", gate.onLeader(this::list))
                .on("POST", "/services/create", gate.onLeader(this::create))
                .on("GET", "/services/{id}", gate.onLeader(this::inspect))
                .on("POST", "/services/{id}/update", gate.onLeader(this::update))
                .on("DELETE", "/services/{id}", gate.onLeader(this::remove));
    }

    private record Row(Service service, ServiceJson.@Nullable Counts counts) {}

    private void list(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException {
        Filters filters = Filters.parse(exchange, FILTERS);
        for (String mode : filters.all("mode")) {
            if (!MODES.contains(mode)) {
                throw ApiError.badRequest("invalid mode filter: '" + mode + "'");
            }
        }
        boolean counted = exchange.query().strictFlag("status") && !exchange.version().before(41);
        List<Row> rows =
                cluster.store()
                        .read(view ->
                                view.services().stream()
                                        .filter(each -> matches(each, filters))
                                        .map(each -> row(view, each, counted))
                                        .toList());
        exchange.longJson(
                200,
                json ->
                        json.array(
                                rows,
                                (o, row) -> ServiceJson.write(o, row.service(), row.counts())));
    }

    private static Row row(View view, Service service, boolean counted) {
        return new Row(service, counted ? TaskCounts.of(view, service) : null);
    }

    private static boolean matches(Service service, Filters filters) {
        ServiceSpec spec = service.spec();
        return filters.prefix("id", service.id().value())
                && filters.prefix("name", spec.name())
                && filters.labels("label", spec.labels())
                && filters.any("mode", mode -> mode.equals(modeWord(spec.mode())))
                && filters.any("runtime", word -> TasksApi.isRuntime(word, spec.task()));
    }

    private static String modeWord(ServiceMode mode) {
        return switch (mode) {
            case ServiceMode.Replicated _ -> "replicated";
            case ServiceMode.Global _ -> "global";
            case ServiceMode.ReplicatedJob _ -> "replicated-job";
            case ServiceMode.GlobalJob _ -> "global-job";
        };
    }

    private void create(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException, InterruptedException {
        ServiceSpec sent = read(exchange);
        ServiceSpec spec = sent.name().isEmpty() ? named(sent, names.next()) : sent;
        ServiceCheck.check(spec);
        ServiceId id = cluster.control().createService(spec);
        exchange.json(
                201,
                json ->
                        json.object(o -> {
                            o.text("ID", id.value());
                            o.nothing("Warnings");
                        }));
    }

    private static ServiceSpec read(Exchange exchange) throws IOException, InterruptedException {
        return OlderClient.drop(
                ServiceSpecReader.read(Requests.body(exchange)), exchange.version());
    }

    private static ServiceSpec named(ServiceSpec spec, String name) {
        return new ServiceSpec(
                name,
                spec.labels(),
                spec.task(),
                spec.mode(),
                spec.update(),
                spec.rollback(),
                spec.endpoint());
    }

    private void inspect(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster) {
        boolean defaults = exchange.query().strictFlag("insertDefaults");
        Service service = cluster.store().read(view -> Lookup.service(view, parts.getFirst()));
        exchange.json(
                200,
                json -> ServiceJson.write(json, defaults ? withDefaults(service) : service, null));
    }

    private static Service withDefaults(Service service) {
        return new Service(
                service.id(),
                service.meta(),
                ServiceDefaults.insert(service.spec()),
                service.specVersion(),
                service.previousSpec(),
                service.previousSpecVersion(),
                service.ports(),
                service.updateStatus(),
                service.jobIteration());
    }

    private void update(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException, InterruptedException {
        long version = Requests.version(exchange, "service");
        boolean back = wantsRollback(exchange.query().text("rollback"));
        ServiceSpec sent = read(exchange);
        Service service = cluster.store().read(view -> Lookup.service(view, parts.getFirst()));
        if (back) {
            cluster.control().rollbackService(service.id(), version);
        } else {
            // Docker gives a spec without a name a random one and then refuses to rename
            ServiceSpec spec = sent.name().isEmpty() ? named(sent, service.spec().name()) : sent;
            ServiceCheck.check(spec);
            cluster.control().updateService(service.id(), version, spec);
        }
        exchange.json(200, json -> json.object(o -> o.nothing("Warnings")));
    }

    private static boolean wantsRollback(String option) {
        return switch (option) {
            case "", "none" -> false;
            case "previous" -> true;
            default -> throw new ApiError(500, "unrecognized rollback option " + option);
        };
    }

    private void remove(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster) {
        ServiceId id = cluster.store().read(view -> Lookup.service(view, parts.getFirst())).id();
        cluster.control().removeService(id);
        exchange.empty(200);
    }
}
