package belt.cli.command;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this installation of belt consists of.
///
/// @param home the clone, or the unpacked distribution
public record Installation(Path home) {
    /// The node bundle for an architecture; its checksum lies beside it with `.sha256`.
    ///
    /// @param arch as `uname -m` prints it on the node
    /// @throws BeltException.NotFound if this installation has none for it
    public Path nodeBundle(String arch) {
        String name = "beltd-" + Build.VERSION + "-linux-" + arch + ".tar.gz";
        Path built = home.resolve("cluster-runtime/daemon/target/bundle").resolve(name);
        Path packed = home.resolve("bundle").resolve(name);
        if (Files.isRegularFile(built)) {
            return built;
        }
        if (Files.isRegularFile(packed)) {
            return packed;
        }
        throw new BeltException.NotFound(
                        CliProblem.NO_BUNDLE, "there is no node bundle " + name + " in " + home)
                .withDetail("a bundle is built for the architecture of the machine that builds it");
    }
}
