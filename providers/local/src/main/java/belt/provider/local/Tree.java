package belt.provider.local;

import belt.linux.Command;
import java.nio.file.Path;
import java.time.Duration;

/// Folders with everything in them.
final class Tree {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Tree() {}

    /// Removes a folder with all that is in it, but nothing that is mounted there from elsewhere. Harmless if it is gone.
    static void remove(Path folder) throws InterruptedException {
        Command.of("rm", "-rf", "--one-file-system", "--", folder.toString())
                .within(PATIENCE)
                .output();
    }
}
