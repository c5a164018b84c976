package belt.provider.generic;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.core.RandomId;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import belt.provider.Missing;
import belt.provider.ProviderProblem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Machines that exist already, known by their address. `create` writes them down, `delete` forgets them; nothing is done
/// to the machines themselves. See docs/design/providers.md.
public final class GenericProvider implements MachineProvider {
    static final String NAME = "generic";
    private static final int CONNECT_MILLIS = 2000;
    private static final int LOOKS_AT_ONCE = 64;

    private final Clock clock;

    /// For {@link java.util.ServiceLoader}.
    public GenericProvider() {
        this(Clock.systemUTC());
    }

    GenericProvider(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Missing> preflight() {
        return List.of();
    }

    /// Any text: the machine has the size that it has.
    @Override
    public MachineSize size(String text) {
        return new MachineSize(text, 0, 1);
    }

    @Override
    public List<Outcome<Machine>> create(CreateRequest request, Consumer<Machine> onState)
            throws InterruptedException {
        GenericOptions options = GenericOptions.read(request);
        Path folder = folder(request.stateDir());
        request.names().stream()
                .filter(name -> !Files.exists(folder.resolve(name)))
                .forEach(options::require);
        return new Fanout(Math.max(1, request.parallel()))
                .run(
                        request.names().stream()
                                .map(name ->
                                        new Fanout.Job<>(
                                                name, () -> take(name, request, options, onState)))
                                .toList());
    }

    @Override
    public List<Machine> list(String cluster, Path stateDir) {
        List<GenericRecord> records =
                records(folder(stateDir)).stream()
                        .filter(record -> record.cluster().equals(cluster))
                        .toList();
        try {
            return new Fanout(LOOKS_AT_ONCE)
                            .run(
                                    records.stream()
                                            .map(each ->
                                                    new Fanout.Job<>(each.name(), () -> look(each)))
                                            .toList())
                            .stream()
                            .map(GenericProvider::value)
                            .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return records.stream().map(each -> each.toMachine(MachineState.NEW, null)).toList();
        }
    }

    /// Forgets them; the machines themselves stay as they are.
    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines, Path stateDir) {
        Path folder = folder(stateDir);
        return machines.stream().map(machine -> forget(machine, folder)).toList();
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines, Path stateDir) {
        return machines.stream().map(machine -> noSwitch(machine, "started")).toList();
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines, Path stateDir) {
        return machines.stream().map(machine -> noSwitch(machine, "stopped")).toList();
    }

    @Override
    public void forgetCluster(String cluster, Path stateDir) {
        Path folder = folder(stateDir);
        List<GenericRecord> left = records(folder);
        if (!left.isEmpty()) {
            throw new BeltException.Refused(
                    ProviderProblem.STILL_HAS_MACHINES,
                    "cluster " + cluster + " still has " + left.size() + " generic machines");
        }
        try {
            Files.deleteIfExists(folder);
            Files.deleteIfExists(stateDir.resolve(NAME));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private Machine take(
            String name, CreateRequest request, GenericOptions options, Consumer<Machine> onState) {
        Path file = folder(request.stateDir()).resolve(name);
        Optional<GenericRecord> known = GenericRecord.find(file);
        GenericRecord record = known.orElseGet(() -> record(name, request, options));
        if (known.isEmpty()) {
            record.write(file);
        }
        Machine machine = look(record);
        onState.accept(machine);
        return machine;
    }

    private GenericRecord record(String name, CreateRequest request, GenericOptions options) {
        String keyFile = options.keyFile();
        return new GenericRecord(
                RandomId.next(),
                name,
                request.cluster(),
                request.size().text(),
                options.require(name),
                options.user(),
                keyFile == null ? "" : keyFile,
                request.labels(),
                clock.instant());
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

    private static Outcome<Machine> noSwitch(Machine machine, String done) {
        return new Outcome.Failed<>(
                machine.name(),
                new BeltException.Refused(
                        GenericProblem.NO_POWER,
                        machine.name()
                                + " cannot be "
                                + done
                                + " by belt: it is a generic machine"));
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

    private static Path folder(Path stateDir) {
        return stateDir.toAbsolutePath().normalize().resolve(NAME).resolve("machines");
    }

    private static BeltException unwritable(Path file, IOException cause) {
        return new BeltException.OperationFailed(
                ProviderProblem.RECORD, file + " cannot be removed", cause);
    }
}
