package belt.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What cluster tests need of this host; without it they are skipped, with what helps.
final class Needs {
    private static final List<String> PROGRAMS =
            List.of("sshd", "dockerd", "tini", "nft", "docker", "curl", "busybox");
    private static final List<String> FOLDERS =
            List.of("/usr/sbin/", "/usr/bin/", "/bin/", "/sbin/", "/usr/local/bin/");

    private Needs() {}

    static void assumeMet() {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "cluster tests make network namespaces and mounts: run sudo ./mvnw verify");
        PROGRAMS.forEach(Needs::assumeProgram);
    }

    static void assumeProgram(String program) {
        assumeTrue(
                FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder + program))),
                program + " is missing: xargs sudo apt-get install -y < dev/packages.txt");
    }
}
