package belt.provider.generic;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.core.RandomId;
import belt.provider.Account;
import belt.provider.Answers;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.Price;
import belt.provider.ProviderContext;
import belt.provider.ProviderOptions;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.Selection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Machines that exist already, known by their address. `create` writes them down, `delete` forgets them; nothing is done
/// to the machines themselves. See docs/design/providers.md.
final class GenericProvider implements MachineProvider {
    private static final int CONNECT_MILLIS = 2000;
    private static final int LOOKS_AT_ONCE = 64;
    private static final String ADDRESS = "address.";

    private final GenericType type;
    private final ProviderContext context;
    private final ProviderOptions options;

    GenericProvider(GenericType type, ProviderContext context, ProviderOptions options) {
        this.type = type;
        this.context = context;
        this.options = options;
    }

    @Override
    public ProviderType type() {
        return type;
    }

    @Override
    public Account check() {
        return Account.none();
    }

    /// Any text: the machine has the size that it has.
    @Override
    public MachineSize size(String text) {
        return new MachineSize(text, 0, 1);
    }

    /// One batch, with the addresses in it: the list is in the order of the names that were asked for.
    @Override
    public CreatePlan plan(CreateRequest request) {
        GenericOptions read = GenericOptions.read(options, request.names());
        var existing = new LinkedHashSet<String>();
        var fresh = new ArrayList<String>();
        var addresses = new LinkedHashMap<String, String>();
        for (String name : request.names()) {
            if (Files.exists(folder().resolve(name))) {
                existing.add(name);
            } else {
                fresh.add(name);
                addresses.put(ADDRESS + name, read.require(name).toString());
            }
        }
        MachineSpec spec = request.spec().withResolved(addresses);
        List<Batch> batches =
                fresh.isEmpty() ? List.of() : List.of(Batch.of(fresh, spec, Price.ZERO));
        return new CreatePlan(batches, existing, 1, List.of());
    }

    @Override
    public List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState)
            throws InterruptedException {
        return new Fanout(context.parallel())
                .run(
                        batch.names().stream()
                                .map(name ->
                                        new Fanout.Job<>(name, () -> take(name, batch, onState)))
                                .toList());
    }

    /// Whatever the selection, it is this cluster's folder that is looked at: others' are not known.
    @Override
    public List<Machine> list(Selection selection) throws InterruptedException {
        List<GenericRecord> records =
                records(folder()).stream()
                        .filter(record -> record.cluster().equals(context.cluster()))
                        .filter(record ->
                                !(selection instanceof Selection.OfBatch(var id))
                                        || record.batch().equals(id))
                        .toList();
        return new Fanout(LOOKS_AT_ONCE)
                        .run(
                                records.stream()
                                        .map(each ->
                                                new Fanout.Job<>(each.name(), () -> look(each)))
                                        .toList())
                        .stream()
                        .map(GenericProvider::value)
                        .toList();
    }

    /// Forgets them; the machines themselves stay as they are.
    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines) {
        return machines.stream().map(machine -> forget(machine, folder())).toList();
    }

    @Override
    public void forgetCluster() {
        Path folder = folder();
        Answers.requireNone(
                context.cluster(),
                records(folder).stream().map(GenericRecord::name).toList(),
                "on record");
        try {
            Files.deleteIfExists(folder);
            Files.deleteIfExists(context.stateDir().resolve(GenericType.NAME));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private Machine take(String name, Batch batch, Consumer<Machine> onState) {
        Path file = folder().resolve(name);
        Optional<GenericRecord> known = GenericRecord.find(file);
        GenericRecord record = known.orElseGet(() -> record(name, batch));
        if (known.isEmpty()) {
            record.write(file);
        }
        Machine machine = look(record);
        onState.accept(machine);
        return machine;
    }

    private GenericRecord record(String name, Batch batch) {
        String address = batch.spec().resolved().getOrDefault(ADDRESS + name, "");
        return new GenericRecord(
                RandomId.next(),
                name,
                context.cluster(),
                batch.id(),
                batch.spec().size(),
                Address.parse(address),
                options.get("ssh-user", "root"),
                options.get("ssh-key", ""),
                batch.spec().labels(),
                context.around().clock().instant());
    }

    /// Whether something listens where its sshd should: all that can be seen from outside without logging in.
    private static Machine look(GenericRecord record) {
        Address at = record.address();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(at.host(), at.port()), CONNECT_MILLIS);
            return record.toMachine(MachineState.ACTIVE, null);
        } catch (IOException e) {
            return record.toMachine(
                    MachineState.STOPPED, at + " does not answer: " + e.getMessage());
        }
    }

    private static Machine value(Outcome<Machine> outcome) {
        return switch (outcome) {
            case Outcome.Done<Machine> done -> done.value();
            case Outcome.Failed<Machine> failed -> throw failed.problem();
        };
    }

    private static Outcome<Machine> forget(Machine machine, Path folder) {
        Path file = folder.resolve(machine.name());
        try {
            boolean ours =
                    GenericRecord.find(file).filter(r -> r.id().equals(machine.id())).isPresent();
            if (ours) {
                Files.deleteIfExists(file);
            }
            return new Outcome.Done<>(machine.name(), machine);
        } catch (BeltException e) {
            return new Outcome.Failed<>(machine.name(), e);
        } catch (IOException e) {
            return new Outcome.Failed<>(machine.name(), unwritable(file, e));
        }
    }

    private static List<GenericRecord> records(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .flatMap(file -> GenericRecord.find(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ProviderProblem.RECORD, folder + " cannot be read", e);
        }
    }

    private Path folder() {
        return context.stateDir()
                .toAbsolutePath()
                .normalize()
                .resolve(GenericType.NAME)
                .resolve("machines");
    }

    private static BeltException unwritable(Path file, IOException cause) {
        return new BeltException.OperationFailed(
                ProviderProblem.RECORD, file + " cannot be removed", cause);
    }
}
