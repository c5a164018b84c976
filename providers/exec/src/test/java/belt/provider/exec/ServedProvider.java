package belt.provider.exec;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.Price;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.Selection;
import belt.provider.SizeOffer;
import belt.provider.Surroundings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The other side of the protocol over any provider in Java, in a thread instead of a process: what belt's side says and
/// hears can be tested with every capability, and without a program.
final class ServedProvider implements ServedLink.Handler {
    private final ProviderType type;
    private final Surroundings around;
    private @Nullable MachineProvider opened;
    private String cluster = "";

    private ServedProvider(ProviderType type, Surroundings around) {
        this.type = type;
        this.around = around;
    }

    static Link start(ProviderType type, Surroundings around) throws IOException {
        return new ServedLink(new ServedProvider(type, around));
    }

    @Override
    public Map<String, ?> answer(Fields request, ServedLink.Writer write) {
        try {
            return Map.of(
                    "result",
                    result(request.text("method"), request.object("params"), request, write));
        } catch (BeltException e) {
            return Map.of("error", error(e));
        } catch (InterruptedException e) {
            return Map.of("error", Map.of("kind", "failed", "message", e.toString()));
        }
    }

    private Map<String, ?> result(
            String method, Fields params, Fields request, ServedLink.Writer write)
            throws InterruptedException {
        return switch (method) {
            case "hello" -> {
                if (params.members().get("protocols") instanceof List<?> all
                        && all.contains(BigDecimal.ONE)) {
                    yield hello();
                }
                throw new BeltException.Refused(ProviderProblem.NOT_SUPPORTED, "another protocol");
            }
            case "open" -> open(params);
            case "check" -> Map.of("machineLimit", provider().check().machineLimit());
            case "sizes" ->
                    Map.of("sizes", provider().sizes().stream().map(ServedProvider::size).toList());
            case "regions" ->
                    Map.of(
                            "regions",
                            provider().regions().stream()
                                    .map(each -> Map.of("id", each.id()))
                                    .toList());
            case "size" -> Requests.size(provider().size(params.text("text")));
            case "plan" -> plan(params);
            case "create" -> create(params, request, write);
            case "list" -> list(params);
            case "delete" -> changed(provider().delete(machines(params)));
            case "start" -> changed(provider().start(machines(params)));
            case "stop" -> changed(provider().stop(machines(params)));
            case "resize" ->
                    changed(
                            provider()
                                    .resize(machines(params), Results.size(params.object("size"))));
            case "forget-cluster" -> {
                provider().forgetCluster();
                yield Map.of();
            }
            default ->
                    throw new BeltException.Refused(ProviderProblem.NOT_SUPPORTED, "no " + method);
        };
    }

    private static Map<String, Object> size(SizeOffer offer) {
        var map = new LinkedHashMap<String, Object>(Requests.size(offer.size()));
        Price price = Objects.requireNonNull(offer.price());
        map.put("price", Map.of("perHour", price.perHour()));
        return map;
    }

    private Map<String, ?> hello() {
        return Map.of(
                "protocol",
                1,
                "version",
                "test",
                "capabilities",
                type.capabilities().stream().map(each -> each.word()).toList(),
                "concurrent",
                4,
                "options",
                type.options().stream()
                        .map(each ->
                                Map.of(
                                        "key", each.key(),
                                        "flag", each.flag(),
                                        "environment", each.environment(),
                                        "default", each.usual(),
                                        "meaning", each.meaning(),
                                        "secret", each.secret(),
                                        "required", each.secret()))
                        .toList());
    }

    private Map<String, ?> open(Fields params) {
        cluster = params.text("cluster");
        var secrets = new HashMap<String, Secret>();
        params.textMap("credentials").forEach((key, value) -> secrets.put(key, Secret.of(value)));
        opened =
                type.open(
                        ProviderContext.of(cluster, Path.of(params.text("stateDir")), around)
                                .withOptions(params.textMap("options"))
                                .withCredentials(new Credentials("served", secrets)));
        return Map.of();
    }

    private MachineProvider provider() {
        return Objects.requireNonNull(opened);
    }

    private Map<String, ?> plan(Fields params) throws InterruptedException {
        CreatePlan plan =
                provider()
                        .plan(
                                new CreateRequest(
                                        params.texts("names"),
                                        spec(params.object("spec")),
                                        params.texts("regions")));
        return Map.of(
                "batches", plan.batches().stream().map(Requests::batch).toList(),
                "existing", plan.existing(),
                "together", plan.together());
    }

    private Map<String, ?> create(Fields params, Fields request, ServedLink.Writer write)
            throws InterruptedException {
        Price price = Results.price(params);
        var batch =
                new Batch(
                        params.text("id"),
                        params.text("token"),
                        params.texts("names"),
                        spec(params.object("spec")),
                        price);
        List<Outcome<Machine>> made =
                provider()
                        .create(
                                batch,
                                machine -> {
                                    try {
                                        write.write(
                                                Map.of(
                                                        "id", request.number("id", 0),
                                                        "event", "machine",
                                                        "machine", machine(machine)));
                                    } catch (IOException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        var outcomes = new ArrayList<Map<String, Object>>();
        for (Outcome<Machine> each : made) {
            outcomes.add(outcome("name", each.node(), each));
        }
        return Map.of("outcomes", outcomes);
    }

    private Map<String, ?> list(Fields params) throws InterruptedException {
        Selection selection =
                switch (params.text("selection")) {
                    case "cluster" -> Selection.cluster();
                    case "batch" -> Selection.batch(params.text("batch"));
                    default -> Selection.everythingOfBelt();
                };
        List<Machine> all = provider().list(selection);
        int from = params.has("page") ? Integer.parseInt(params.text("page")) : 0;
        int to = Math.min(all.size(), from + 1); // a page holds one machine
        var page = all.subList(from, to).stream().map(ServedProvider::machine).toList();
        return to < all.size()
                ? Map.of("machines", page, "next", Integer.toString(to))
                : Map.of("machines", page);
    }

    private Map<String, ?> changed(List<Outcome<Machine>> changed) {
        var outcomes = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < changed.size(); i++) {
            String id = lastIds.get(i);
            outcomes.add(outcome("id", id, changed.get(i)));
        }
        return Map.of("outcomes", outcomes);
    }

    private List<String> lastIds = List.of();

    private List<Machine> machines(Fields params) {
        var machines = new ArrayList<Machine>();
        for (Fields each : params.objects("machines")) {
            machines.add(
                    Machine.named(
                                    each.text("name"),
                                    each.text("id"),
                                    type.name(),
                                    each.text("cluster"))
                            .region(each.text("region", ""))
                            .batch(each.text("batch", ""))
                            .build());
        }
        lastIds = machines.stream().map(Machine::id).toList();
        return machines;
    }

    private Map<String, Object> outcome(String key, String name, Outcome<Machine> outcome) {
        return switch (outcome) {
            case Outcome.Done<Machine> done ->
                    done.value().state() == null || !done.value().cluster().equals(cluster)
                            ? Map.of(key, name)
                            : Map.of(key, name, "machine", machine(done.value()));
            case Outcome.Failed<Machine> failed ->
                    Map.of(key, name, "error", error(failed.problem()));
        };
    }

    private static Map<String, Object> error(BeltException e) {
        String kind =
                switch (e.code()) {
                    case ProviderProblem.QUOTA -> "quota";
                    case ProviderProblem.RATE_LIMITED -> "rate";
                    case ProviderProblem.OUTCOME_UNKNOWN -> "outcome-unknown";
                    case ProviderProblem.NOT_OURS -> "not-ours";
                    case ProviderProblem.STILL_HAS_MACHINES -> "still-has-machines";
                    case ProviderProblem.NOT_SUPPORTED -> "not-supported";
                    default ->
                            switch (e) {
                                case BeltException.MissingCredentials _ -> "auth";
                                case BeltException.NotFound _ -> "not-found";
                                case BeltException.InvalidInput _ -> "invalid";
                                case BeltException.Unreachable _ -> "unavailable";
                                default -> "failed";
                            };
                };
        return Map.of(
                "kind",
                kind,
                "message",
                String.valueOf(e.getMessage()),
                "detail",
                e.detail().orElse(""));
    }

    private static MachineSpec spec(Fields from) {
        return new MachineSpec(
                from.text("size", ""),
                from.text("region", ""),
                from.text("image", ""),
                from.text("sshPublicKey", ""),
                from.text("userData", ""),
                from.textMap("labels"),
                from.textMap("resolved"));
    }

    static Map<String, Object> machine(Machine machine) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", machine.name());
        map.put("id", machine.id());
        map.put("cluster", machine.cluster());
        map.put("batch", machine.batch());
        map.put("region", machine.region());
        map.put("size", machine.size());
        map.put("memoryBytes", machine.memoryBytes());
        map.put("cpus", machine.cpus());
        map.put("image", machine.image());
        map.put("addresses", machine.addresses());
        map.put("state", Requests.word(machine.state()));
        map.put("stateReason", machine.stateReason());
        map.put("hostKeys", machine.hostKeys());
        map.put("labels", machine.labels());
        map.put("createdAt", machine.createdAt().toString());
        map.put("pricePerHour", machine.pricePerHour());
        return map;
    }
}
