package belt.cli.fake;

import belt.core.BeltException;
import belt.core.ByteSize;
import belt.core.NaturalOrder;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Account;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import belt.provider.Price;
import belt.provider.ProviderContext;
import belt.provider.ProviderOptions;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The machines of one cluster of the provider `fake`.
final class FakeProvider implements MachineProvider {
    private final FakeType type;
    private final ProviderContext context;

    private final ProviderOptions options;

    FakeProvider(FakeType type, ProviderContext context, ProviderOptions options) {
        this.options = options;
        this.type = type;
        this.context = context;
    }

    @Override
    public ProviderType type() {
        return type;
    }

    @Override
    public Account check() {
        String token = context.credentials().find("token").map(Secret::reveal).orElse("");
        if (token.equals("bad")) {
            throw new BeltException.MissingCredentials(
                    ProviderProblem.CREDENTIALS, "provider fake does not take this token");
        }
        return new Account("fake-1", 0, names().size(), new LinkedHashMap<>());
    }

    @Override
    public MachineSize size(String text) {
        return new MachineSize(text, ByteSize.parse(text).bytes(), 1);
    }

    @Override
    public CreatePlan plan(CreateRequest request) {
        size(request.spec().size());
        var existing = new LinkedHashSet<>(names());
        existing.retainAll(request.names());
        List<String> fresh =
                request.names().stream().filter(name -> !existing.contains(name)).toList();
        List<Batch> batches =
                fresh.isEmpty() ? List.of() : List.of(Batch.of(fresh, request.spec(), price()));
        return new CreatePlan(batches, existing, 1, List.of());
    }

    @Override
    public List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState) {
        var outcomes = new ArrayList<Outcome<Machine>>();
        if (names().size() + batch.names().size() > options.number("most", 100, 0, 1000)) {
            throw new BeltException.Refused(
                    ProviderProblem.QUOTA, "the account may not have more machines");
        }
        for (String name : batch.names()) {
            Path file = folder().resolve(name);
            if (!Files.exists(file)) {
                int number = names().size() + 1;
                write(
                        file,
                        "active 127.99.0."
                                + number
                                + " "
                                + batch.spec().size()
                                + " "
                                + batch.spec().image()
                                + " "
                                + batch.id()
                                + " "
                                + labels(batch.spec().labels()));
            }
            Machine machine = read(file);
            onState.accept(machine);
            outcomes.add(new Outcome.Done<>(name, machine));
        }
        return outcomes;
    }

    @Override
    public List<Machine> list(Selection selection) {
        return names().stream()
                .map(name -> read(folder().resolve(name)))
                .filter(machine ->
                        !(selection instanceof Selection.OfBatch(var id))
                                || machine.batch().equals(id))
                .toList();
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines) {
        return each(
                machines,
                machine -> {
                    try {
                        Files.deleteIfExists(Path.of(machine.id()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines) {
        return each(machines, machine -> change(machine, "active"));
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines) {
        return each(machines, machine -> change(machine, "stopped"));
    }

    private Price price() {
        return Price.hourly(new BigDecimal(options.get("price", "0")));
    }

    @Override
    public void forgetCluster() {
        if (!names().isEmpty()) {
            throw new BeltException.Refused(
                    ProviderProblem.STILL_HAS_MACHINES,
                    "cluster " + context.cluster() + " still has fake machines");
        }
        try {
            Files.deleteIfExists(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Outcome<Machine>> each(Collection<Machine> machines, Consumer<Machine> action) {
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Machine machine : machines) {
            action.accept(machine);
            Path file = Path.of(machine.id());
            Machine now = Files.exists(file) ? read(file) : machine;
            outcomes.add(new Outcome.Done<>(machine.name(), now));
        }
        return outcomes;
    }

    private static void change(Machine machine, String state) {
        Path file = Path.of(machine.id());
        try {
            String text = Files.readString(file);
            write(file, state + text.substring(text.indexOf(' ')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return context.stateDir().resolve("fake");
    }

    private List<String> names() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (var files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .sorted(NaturalOrder.INSTANCE)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String labels(Map<String, String> labels) {
        return String.join(
                ",",
                labels.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .sorted()
                        .toList());
    }

    private static Map<String, String> labels(String text) {
        var labels = new HashMap<String, String>();
        for (String pair : text.split(",")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                labels.put(pair.substring(0, at), pair.substring(at + 1));
            }
        }
        return labels;
    }

    private Machine read(Path file) {
        try {
            String[] words = Files.readString(file).split(" ", -1);
            return Machine.named(
                            file.getFileName().toString(),
                            file.toString(),
                            "fake",
                            context.cluster())
                    .region("fake1")
                    .size(size(words[2]))
                    .image(words[3])
                    .addresses(List.of(words[1]))
                    .state(words[0].equals("active") ? MachineState.ACTIVE : MachineState.STOPPED)
                    .batch(words[4])
                    .labels(labels(words.length > 5 ? words[5] : ""))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
