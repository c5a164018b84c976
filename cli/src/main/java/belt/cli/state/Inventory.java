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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /// All machines, in the file's order; empty if there is no file yet.
    ///
    /// @throws BeltException.Refused if a newer belt wrote it
    /// @throws BeltException.OperationFailed if a line cannot be read
    public List<Machine> machines() {
        byte[] bytes = StateFiles.readBytes(file).orElse(new byte[0]);
        var machines = new ArrayList<Machine>();
        boolean older = false;
        int number = 0;
        int start = 0;
        while (start < bytes.length) {
            int end = endOfLine(bytes, start);
            number++;
            if (end > start) {
                long written = machine(bytes, start, end, number, machines);
                older |= written < format.current();
            }
            start = end + 1;
        }
        if (older) {
            StateFiles.write(
                    file.resolveSibling(file.getFileName() + ".old-format"),
                    bytes,
                    StateFiles.PLAIN_FILE);
            save(machines);
        }
        return List.copyOf(machines);
    }

    private static int endOfLine(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /// Reads one line and returns the format it was written in.
    private long machine(byte[] bytes, int from, int to, int number, List<Machine> machines) {
        try {
            var reader = new JsonReader(bytes, from, to);
            var lines = new MachineLine();
            long written = lines.read(reader, file, format);
            if (written < format.current()) {
                var record =
                        Objects.requireNonNull(object(new JsonReader(bytes, from, to).value()));
                String migrated = Json.compact(format.migrate(record, written));
                byte[] again = migrated.getBytes(StandardCharsets.UTF_8);
                lines = new MachineLine();
                lines.read(new JsonReader(again, 0, again.length), file, format);
            }
            machines.add(lines.machine());
            return written;
        } catch (JsonReader.Malformed | IllegalArgumentException e) {
            throw new BeltException.OperationFailed(
                    CoreProblem.STATE_DAMAGED, file + ":" + number + ": " + e.getMessage(), e);
        }
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
        List<Machine> all = machines();
        return all.stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, all));
    }

    private static BeltException unknown(String name, List<Machine> all) {
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
