package belt.provider.local;

import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.ProviderProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `<stateDir>/local`: one cluster's local machines, `machines/NAME` what is written down of each, `disks/NAME/` its
/// disks. Everything in it names the rest by relative paths, so that the folder may be moved while the machines are
/// stopped.
///
/// @param folder the folder itself
record ClusterFolder(Path folder) {
    static ClusterFolder of(Path stateDir) {
        return new ClusterFolder(stateDir.toAbsolutePath().normalize().resolve(LocalType.NAME));
    }

    Path recordFile(String name) {
        return folder.resolve("machines").resolve(name);
    }

    Path lockFile(String name) {
        return folder.resolve("locks").resolve(name);
    }

    Path disk(String name) {
        return folder.resolve("disks").resolve(name);
    }

    Optional<MachineRecord> find(String name) {
        return MachineRecord.find(recordFile(name));
    }

    /// Whether this very machine, and not another of its name, is kept here.
    boolean holds(Machine machine) {
        return find(machine.name())
                .filter(record -> record.id().equals(machine.id()))
                .filter(record -> record.identity().cluster().equals(machine.cluster()))
                .isPresent();
    }

    void write(MachineRecord record) {
        record.write(recordFile(record.name()));
    }

    List<MachineRecord> list() {
        Path machines = folder.resolve("machines");
        if (!Files.isDirectory(machines)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(machines)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .flatMap(file -> MachineRecord.find(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ProviderProblem.RECORD, machines + " cannot be read", e);
        }
    }
}
