package belt.cli.migrate;

import belt.core.BeltException;
import belt.core.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Docker Machine's folder, `~/.docker/machine`: a folder a machine under `machines/`, the certificates of all under
/// `certs/`.
///
/// @param folder the one with `machines` in it
record MachineStore(Path folder) {
    /// @throws BeltException.NotFound if this is no such folder
    static MachineStore open(Path folder) {
        if (!Files.isDirectory(folder.resolve("machines"))) {
            throw new BeltException.NotFound(
                            ImportProblem.NOT_A_STORE,
                            folder + " is no folder of Docker Machine: it has no machines/ in it")
                    .withDetail("usually it is ~/.docker/machine");
        }
        return new MachineStore(folder);
    }

    /// The machines' folders.
    List<Path> machines() {
        try (var all = Files.list(folder.resolve("machines"))) {
            return all.filter(Files::isDirectory)
                    .sorted((a, b) ->
                            NaturalOrder.INSTANCE.compare(
                                    a.getFileName().toString(), b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ImportProblem.NOT_A_STORE, folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// A file of a machine, or the one that all machines share.
    Path fileOf(Path machine, String name) {
        Path own = machine.resolve(name);
        return Files.exists(own) ? own : folder.resolve("certs").resolve(name);
    }
}
