package belt.agent.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a test needs from the machine; without it the test is skipped, and says which command helps.
public final class Needs {
    private Needs() {}

    public static void root() {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "needs root for namespaces and control groups: run it with sudo ./mvnw verify");
    }

    public static void program(String name, String fromPackage) {
        boolean found =
                List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin").stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        assumeTrue(found, "needs " + name + ": run apt-get install " + fromPackage);
    }
}
