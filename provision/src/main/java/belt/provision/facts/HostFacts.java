package belt.provision.facts;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What a machine is like at one moment. Planning uses nothing else, so that a plan can be made and tested without a
/// machine.
///
/// @param system kind of system
/// @param resources what it has
/// @param engine its container engine
/// @param beltd our daemon
/// @param files what was asked about files, by path; absent paths do not exist
/// @param kernel sysctl values that were asked for; absent keys do not exist there, for example in a namespace
public record HostFacts(
        OperatingSystem system,
        Resources resources,
        Engine engine,
        Beltd beltd,
        Map<String, FileFact> files,
        Map<String, String> kernel) {
    public HostFacts {
        files = Map.copyOf(files);
        kernel = Map.copyOf(kernel);
    }

    /// @param release the lines of os-release, by key; empty where that file lacks
    /// @param arch as `uname -m` says, for example `x86_64`
    /// @param kernelRelease as `uname -r` says
    /// @param systemd whether systemd is PID 1
    /// @param hostname the kernel's host name
    /// @param hostsKnowName whether /etc/hosts has a line for that name
    /// @param packageManager `apt-get`, `dnf`, `apk`, or empty if none was found
    /// @param clockOffset how far the machine's clock is ahead of ours; negative if behind
    public record OperatingSystem(
            Map<String, String> release,
            String arch,
            String kernelRelease,
            boolean systemd,
            String hostname,
            boolean hostsKnowName,
            String packageManager,
            Duration clockOffset) {
        public OperatingSystem {
            release = Map.copyOf(release);
        }

        /// The distribution's id, for example `debian`; empty if unknown.
        public String osId() {
            return release.getOrDefault("ID", "");
        }

        /// The version's first number; 0 if there is none.
        public int osMajor() {
            String digits = release.getOrDefault("VERSION_ID", "").split("[^0-9]", 2)[0];
            return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
        }

        /// What was seen, for a message about a system that we do not know.
        public String describe() {
            String name = release.getOrDefault("PRETTY_NAME", "no /etc/os-release");
            return name
                    + ", "
                    + arch
                    + ", kernel "
                    + kernelRelease
                    + ", package manager "
                    + (packageManager.isEmpty() ? "none" : packageManager);
        }
    }

    /// @param memoryBytes memory that the kernel sees
    /// @param cpus processors that may be used
    /// @param freeDiskBytes free space where /opt lies
    public record Resources(long memoryBytes, int cpus, long freeDiskBytes) {}

    /// @param daemonPath where `dockerd` is; empty if it is not installed
    /// @param version its version; empty if not installed
    /// @param running whether it runs
    /// @param supervised whether our supervisor keeps it
    /// @param unitEnabled whether systemd starts it at boot
    /// @param images images that were asked for: name → its id and, behind a blank, its label `belt.content`
    public record Engine(
            String daemonPath,
            String version,
            boolean running,
            boolean supervised,
            boolean unitEnabled,
            Map<String, String> images) {
        public Engine {
            images = Map.copyOf(images);
        }

        public boolean installed() {
            return !daemonPath.isEmpty();
        }
    }

    /// @param bundles unpacked node bundles: version → checksum of the archive they came from
    /// @param current the version that `/opt/belt/current` points to; empty if there is none
    /// @param running whether the daemon runs, by systemd or supervisor
    /// @param unitEnabled whether systemd starts it at boot
    /// @param applied checksum over everything that the running daemon was started with; empty if unknown
    /// @param loginInGroup whether the account that we log in with is in the group `belt`
    public record Beltd(
            Map<String, String> bundles,
            String current,
            boolean running,
            boolean unitEnabled,
            String applied,
            boolean loginInGroup) {
        public Beltd {
            bundles = Map.copyOf(bundles);
        }
    }

    /// @param sha256 checksum of the content in hex; empty for a folder
    /// @param mode rights, for example 0644 octal
    /// @param content the content, where it was asked for
    public record FileFact(String sha256, int mode, Optional<String> content) {}

    /// The content of a file that was asked for; empty if it does not exist.
    public Optional<String> content(String path) {
        return Optional.ofNullable(files.get(path)).flatMap(FileFact::content);
    }
}
