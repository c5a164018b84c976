package belt.cli.operate;

import belt.cli.command.Call;
import belt.core.BeltException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Installs Debian packages on the operator's host without letting any of them start or enable a daemon: belt only needs
/// their files.
final class PackageInstaller {
    /// invoke-rc.d asks it; 101 forbids every start (Debian policy, `invoke-rc.d(8)`).
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");

    private static final List<Path> ENABLED =
            List.of(
                    Path.of("/etc/systemd/system"),
                    Path.of("/etc/rc0.d"),
                    Path.of("/etc/rc1.d"),
                    Path.of("/etc/rc2.d"),
                    Path.of("/etc/rc3.d"),
                    Path.of("/etc/rc4.d"),
                    Path.of("/etc/rc5.d"),
                    Path.of("/etc/rc6.d"));

    private final Call call;

    PackageInstaller(Call call) {
        this.call = call;
    }

    /// @throws BeltException.OperationFailed if apt-get does not succeed; its last lines are the detail
    void install(List<String> packages) throws InterruptedException {
        Set<Path> before = links();
        boolean forbade = forbidStarts();
        try {
            if (!apt(List.of("install", "-y", "-q", "--no-install-recommends"), packages)) {
                apt(List.of("update", "-q"), List.of());
                if (!apt(List.of("install", "-y", "-q", "--no-install-recommends"), packages)) {
                    throw new BeltException.OperationFailed(
                                    OperateProblem.PACKAGES,
                                    "packages "
                                            + String.join(", ", packages)
                                            + " could not be installed")
                            .withRemedy(
                                    "apt-get update && apt-get install "
                                            + String.join(" ", packages));
                }
            }
        } finally {
            disableNew(before);
            if (forbade) {
                delete(POLICY);
            }
        }
    }

    private boolean apt(List<String> words, List<String> packages) throws InterruptedException {
        var command = new ArrayList<String>(List.of("apt-get"));
        command.addAll(words);
        command.addAll(packages);
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            Process process = builder.start();
            try (var out = process.inputReader(StandardCharsets.UTF_8)) {
                out.lines()
                        .filter(line -> line.startsWith("Setting up"))
                        .forEach(line ->
                                call.out()
                                        .say(
                                                line.replaceFirst(
                                                        "Setting up (\\S+).*", "installed $1")));
            }
            return process.waitFor() == 0;
        } catch (IOException e) {
            throw new BeltException.Refused(
                            OperateProblem.PACKAGES,
                            "this host has no apt-get, or it cannot be run: " + e.getMessage(),
                            e)
                    .withDetail("needed: " + String.join(", ", packages));
        }
    }

    private static boolean forbidStarts() {
        if (Files.exists(POLICY)) {
            return false;
        }
        try {
            Files.writeString(POLICY, "#!/bin/sh\nexit 101\n");
            Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
            return true;
        } catch (IOException e) {
            throw new BeltException.Refused(
                    OperateProblem.NEEDS_ROOT,
                    "packages cannot be installed: " + POLICY + " cannot be written",
                    e);
        }
    }

    /// Every link by which a service is started at boot.
    private static Set<Path> links() {
        var links = new HashSet<Path>();
        for (Path folder : ENABLED) {
            if (Files.isDirectory(folder)) {
                try (var all = Files.walk(folder)) {
                    all.filter(Files::isSymbolicLink).forEach(links::add);
                } catch (IOException e) {
                    throw new BeltException.OperationFailed(
                            OperateProblem.PACKAGES,
                            "cannot read " + folder + ": " + e.getMessage(),
                            e);
                }
            }
        }
        return links;
    }

    private static void disableNew(Set<Path> before) {
        for (Path link : links()) {
            if (!before.contains(link)) {
                delete(link);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    OperateProblem.PACKAGES, "cannot remove " + file + ": " + e.getMessage(), e);
        }
    }
}
