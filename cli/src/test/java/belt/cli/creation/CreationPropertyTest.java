package belt.cli.creation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// Creation with faults and kills at random. Whatever happens: once a resume has ended well, exactly what was asked for is
/// recorded and exists at the provider; once a rollback has ended well, nothing is; what `belt rm` took is gone, and its
/// name can be used again. See docs/design/providers.md for what this test was seen to find.
class CreationPropertyTest {
    private static final int SEEDS = Integer.getInteger("belt.creation.seeds", 500);

    @TempDir(factory = InMemory.class)
    Path folder;

    /// The journal is synced at every line: in memory where there is such a file system, 500 seeds take seconds.
    static final class InMemory implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
                throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "belt")
                    : Files.createTempDirectory("belt");
        }
    }

    @Test
    void whatWasAskedForIsRecordedAndExistsAfterResumeOrRollback() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new CreationWorld(seed, folder.resolve("s" + seed)).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
