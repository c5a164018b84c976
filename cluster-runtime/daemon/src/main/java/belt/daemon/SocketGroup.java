package belt.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The system group `belt`, whose members may use the API's socket. Made where it is missing.
final class SocketGroup {
    private static final Logger LOG = LoggerFactory.getLogger(SocketGroup.class);
    private static final String NAME = "belt";

    private SocketGroup() {}

    static void ensure() {
        try {
            boolean there =
                    Files.readAllLines(Path.of("/etc/group")).stream()
                            .anyMatch(line -> line.startsWith(NAME + ":"));
            if (there || !"root".equals(System.getProperty("user.name"))) {
                return;
            }
            int code =
                    new ProcessBuilder("groupadd", "--system", NAME)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
            if (code != 0) {
                LOG.warn("The group {} could not be made: groupadd ended with {}", NAME, code);
            }
        } catch (IOException e) {
            LOG.warn("The group {} could not be made: {}", NAME, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
