package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.provider.ProviderProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether the cluster has ever had machines with graphics processors: the usual listing leaves them out, and asking for
/// them each time would be a second call per poll for everybody. An empty file in the cluster's folder.
final class GpuMark {
    private final Path file;

    GpuMark(Path stateDir) {
        this.file = stateDir.resolve("digitalocean").resolve("has-gpus");
    }

    boolean isSet() {
        return Files.exists(file);
    }

    void set() {
        try {
            Files.createDirectories(file.getParent());
            if (!isSet()) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    void clear() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private BeltException failure(IOException e) {
        return new BeltException.OperationFailed(
                        ProviderProblem.RECORD, file + " cannot be written", e)
                .withDetail(e.toString());
    }
}
