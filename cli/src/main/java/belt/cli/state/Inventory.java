package belt.cli.state;

import belt.cli.json.Json;
import belt.cli.json.JsonReader;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.core.NaturalOrder;
import belt.core.Nearest;
import belt.provider.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The machines that belt knows of, one JSON object a line. Read on every command, hence by a hand-written scanner;
/// written as a whole, atomically, by whoever holds the cluster's lock.
public final class Inventory {
    private final Path file;
    private final StateFormat format;

    Inventory(Path file) {
        this(file, StateFormat.FIRST);
    }

    Inventory(Path file, StateFormat format) {
        this.file = file;
        this.format = format;
    }

    /// What could be read.
    ///
    /// @param machines in the file's order
    /// @param broken lines that could not
    public record Reading(List<Machine> machines, List<Journal.Broken> broken) {
        public Reading {
            machines = List.copyOf(machines);
            broken = List.copyOf(broken);
        }
    }

    /// All machines, in the file's order; empty if there is no file yet.
    ///
    /// @throws BeltException.Refused if a newer belt wrote it
    /// @throws BeltException.OperationFailed if a line cannot be read
    public List<Machine> machines() {
        Reading reading = read();
        if (!reading.broken().isEmpty()) {
            Journal.Broken first = reading.broken().getFirst();
            throw new BeltException.OperationFailed(
                            CoreProblem.STATE_DAMAGED,
                            file + ":" + first.number() + ": " + first.reason())
                    .withDetail("belt ls shows the other machines")
                    .withRemedy("belt adopt tag:" + StateFiles.folderOf(file).getFileName());
        }
        return reading.machines();
    }

    /// All machines whose lines can be read: for commands that only show. Nobody may save what this returns, since the others
    /// would be lost.
    ///
    /// @throws BeltException.Refused if a newer belt wrote it
    public Reading read() {
        byte[] bytes = StateFiles.readBytes(file).orElse(new byte[0]);
        var machines = new ArrayList<Machine>();
        var broken = new ArrayList<Journal.Broken>();
        var reader = new JsonReader(bytes, 0, bytes.length);
        boolean older = false;
        int number = 0;
        int start = 0;
        while (start < bytes.length) {
            int end = endOfLine(bytes, start);
            number++;
            if (end > start) {
                reader.moveTo(start, end);
                try {
                    older |= machine(reader, new Span(bytes, start, end), machines);
                } catch (JsonReader.Malformed | IllegalArgumentException | DateTimeException e) {
                    broken.add(new Journal.Broken(number, String.valueOf(e.getMessage())));
                }
            }
            start = end + 1;
        }
        if (older && broken.isEmpty()) {
            StateFiles.write(
                    file.resolveSibling(file.getFileName() + ".old-format"),
                    bytes,
                    StateFiles.PLAIN_FILE);
            save(machines);
        }
        return new Reading(machines, broken);
    }

    /// Puts a file with lines that cannot be read aside, under the name `…damaged`, and goes on with the others. Who calls it
    /// knows where the lost machines can be had from.
    public void setDamagedAside() {
        Reading reading = read();
        if (!reading.broken().isEmpty()) {
            StateFiles.readBytes(file)
                    .ifPresent(bytes ->
                            StateFiles.write(
                                    file.resolveSibling(file.getFileName() + ".damaged"),
                                    bytes,
                                    StateFiles.PLAIN_FILE));
            save(reading.machines());
        }
    }

    private static int endOfLine(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /// A part of the file's bytes.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Span(byte[] bytes, int from, int to) {}

    /// Reads one line and returns whether it was of an older format.
    private boolean machine(JsonReader reader, Span span, List<Machine> machines) {
        var line = new MachineLine();
        long written = line.read(reader, file, format);
        if (written == format.current()) {
            machines.add(line.machine());
            return false;
        }
        var whole = new JsonReader(span.bytes(), span.from(), span.to());
        String migrated =
                Json.compact(
                        format.migrate(Objects.requireNonNull(object(whole.value())), written));
        byte[] again = migrated.getBytes(StandardCharsets.UTF_8);
        line = new MachineLine();
        line.read(new JsonReader(again, 0, again.length), file, format);
        machines.add(line.machine());
        return true;
    }

    private static @Nullable Map<String, @Nullable Object> object(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return null;
        }
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), each));
        return copy;
    }

    /// The machine of this name.
    ///
    /// @throws BeltException.NotFound naming the nearest ones
    public Machine require(String name) {
        return require(List.of(name)).getFirst();
    }

    /// The machines of these names, in their order. Only their lines are read: what else the file holds does not matter to
    /// them, and takes no time.
    ///
    /// @throws BeltException.NotFound for the first that does not exist, naming the nearest ones
    public List<Machine> require(Collection<String> names) {
        Map<String, Machine> found = find(Set.copyOf(names));
        if (found.size() < Set.copyOf(names).size()) {
            machines().forEach(machine -> found.putIfAbsent(machine.name(), machine));
        }
        var machines = new ArrayList<Machine>();
        for (String name : names) {
            Machine machine = found.get(name);
            if (machine == null) {
                throw unknown(name, found.values());
            }
            machines.add(machine);
        }
        return machines;
    }

    /// Those that are written as this belt writes them.
    private Map<String, Machine> find(Set<String> names) {
        var found = new HashMap<String, Machine>();
        byte[] bytes = StateFiles.readBytes(file).orElse(new byte[0]);
        var reader = new JsonReader(bytes, 0, bytes.length);
        for (int start = 0, end; start < bytes.length; start = end + 1) {
            end = endOfLine(bytes, start);
            String name = LineName.in(bytes, start, end, format.current());
            if (name != null && names.contains(name) && !found.containsKey(name)) {
                reader.moveTo(start, end);
                try {
                    var line = new MachineLine();
                    line.read(reader, file, format);
                    found.put(name, line.machine());
                } catch (JsonReader.Malformed | IllegalArgumentException | DateTimeException _) {
                    // reading all of them says which line it is
                }
            }
        }
        return found;
    }

    private static BeltException unknown(String name, Collection<Machine> all) {
        String hint = Nearest.hint(name, all.stream().map(Machine::name).toList());
        var problem =
                new BeltException.NotFound(
                        CliProblem.NO_MACHINE, "there is no machine named '" + name + "'");
        return (hint.isEmpty() ? problem : problem.withDetail(hint)).withRemedy("belt ls");
    }

    /// Replaces all machines.
    public void save(Collection<Machine> machines) {
        var text = new StringBuilder(machines.size() * 400);
        machines.stream()
                .sorted((a, b) -> NaturalOrder.INSTANCE.compare(a.name(), b.name()))
                .forEach(machine -> text.append(MachineLine.write(machine, format)).append('\n'));
        StateFiles.write(file, text.toString(), StateFiles.PLAIN_FILE);
    }

    /// Adds machines, or replaces those of the same name.
    public void put(Collection<Machine> changed) {
        var byName = new LinkedHashMap<String, Machine>();
        machines().forEach(machine -> byName.put(machine.name(), machine));
        changed.forEach(machine -> byName.put(machine.name(), machine));
        save(byName.values());
    }

    /// Takes machines out by name.
    public void remove(Collection<String> names) {
        save(machines().stream().filter(machine -> !names.contains(machine.name())).toList());
    }
}
