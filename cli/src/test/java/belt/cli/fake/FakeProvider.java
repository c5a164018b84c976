package belt.cli.fake;

import belt.core.ByteSize;
import belt.core.NaturalOrder;
import belt.core.Outcome;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import belt.provider.Missing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A provider for transcripts, `--driver fake`. It really has machines: a file each in the cluster's folder, so that they
/// outlive the command. The n-th machine gets the address 10.99.0.n.
public final class FakeProvider implements MachineProvider {
    @Override
    public String name() {
        return "fake";
    }

    @Override
    public List<Missing> preflight() {
        return List.of();
    }

    @Override
    public MachineSize size(String text) {
        return new MachineSize(text, ByteSize.parse(text).bytes(), 1);
    }

    @Override
    public List<Outcome<Machine>> create(CreateRequest request, Consumer<Machine> onState) {
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (String name : request.names()) {
            Path file = folder(request.stateDir()).resolve(name);
            if (!Files.exists(file)) {
                int number = names(request.stateDir()).size() + 1;
                write(
                        file,
                        "active 10.99.0."
                                + number
                                + " "
                                + request.size().text()
                                + " "
                                + request.image());
            }
            Machine machine = read(request.cluster(), file);
            onState.accept(machine);
            outcomes.add(new Outcome.Done<>(name, machine));
        }
        return outcomes;
    }

    @Override
    public List<Machine> list(String cluster, Path stateDir) {
        return names(stateDir).stream()
                .map(name -> read(cluster, folder(stateDir).resolve(name)))
                .toList();
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines, Path stateDir) {
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
    public List<Outcome<Machine>> start(Collection<Machine> machines, Path stateDir) {
        return each(machines, machine -> change(machine, "active"));
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines, Path stateDir) {
        return each(machines, machine -> change(machine, "stopped"));
    }

    @Override
    public void forgetCluster(String cluster, Path stateDir) {
        try {
            Files.deleteIfExists(stateDir.resolve("fake"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Outcome<Machine>> each(
            Collection<Machine> machines, Consumer<Machine> action) {
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Machine machine : machines) {
            action.accept(machine);
            Path file = Path.of(machine.id());
            Machine now = Files.exists(file) ? read(machine.cluster(), file) : machine;
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

    private static Path folder(Path stateDir) {
        return stateDir.resolve("fake");
    }

    private static List<String> names(Path stateDir) {
        if (!Files.isDirectory(folder(stateDir))) {
            return List.of();
        }
        try (var files = Files.list(folder(stateDir))) {
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

    private static Machine read(String cluster, Path file) {
        try {
            String[] words = Files.readString(file).split(" ", -1);
            return new Machine(
                    file.getFileName().toString(),
                    file.toString(),
                    "fake",
                    cluster,
                    "fake1",
                    words[2],
                    ByteSize.parse(words[2]).bytes(),
                    1,
                    words[3],
                    List.of(words[1]),
                    new Machine.SshAccess("root", 22, null),
                    words[0].equals("active") ? MachineState.ACTIVE : MachineState.STOPPED,
                    null,
                    List.of(),
                    Map.of(),
                    Instant.EPOCH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
