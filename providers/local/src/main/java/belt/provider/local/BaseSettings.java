package belt.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What no package's list names, because it is made at installation: accounts, alternatives, PAM's common files, the list
/// of trusted certificates, dpkg's database, sshd's settings.
///
/// @param host the host's root folder
/// @param base the new base's root folder
record BaseSettings(Path host, Path base) {
    private static final List<String> FOLDERS =
            List.of(
                    "boot",
                    "dev",
                    "etc",
                    "home",
                    "media",
                    "mnt",
                    "opt",
                    "proc",
                    "run",
                    "srv",
                    "sys",
                    "var/cache/apt/archives/partial",
                    "var/lib/apt/lists/partial",
                    "var/lib/docker",
                    "var/log",
                    "etc/ssh/sshd_config.d",
                    "etc/apt/apt.conf.d");

    /// Made at installation, public, the same on every Debian.
    private static final List<String> GENERATED =
            List.of(
                    "etc/pam.d/common-account",
                    "etc/pam.d/common-auth",
                    "etc/pam.d/common-password",
                    "etc/pam.d/common-session",
                    "etc/pam.d/common-session-noninteractive",
                    "etc/shells",
                    "etc/nsswitch.conf",
                    "etc/profile",
                    "etc/ca-certificates.conf",
                    "etc/inputrc",
                    "etc/dpkg/origins/default",
                    "var/lib/dpkg/arch",
                    "var/lib/dpkg/info/format",
                    "var/lib/dpkg/diversions",
                    "var/lib/dpkg/statoverride");

    private static final String SSHD =
            """
            # Written by belt.
            HostKey /etc/ssh/ssh_host_ed25519_key
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            UsePAM no
            UseDNS no
            PrintMotd no
            PrintLastLog no
            MaxStartups 100:30:200
            """;

    /// Where systemd is the first process: no hardware, no consoles, no timers that reach for the network.
    private static final List<String> MASKED =
            List.of(
                    "systemd-udevd.service",
                    "systemd-udev-trigger.service",
                    "systemd-udev-settle.service",
                    "systemd-udevd-kernel.socket",
                    "systemd-udevd-control.socket",
                    "systemd-networkd.service",
                    "systemd-timesyncd.service",
                    "systemd-modules-load.service",
                    "systemd-resolved.service",
                    "systemd-sysctl.service",
                    "console-getty.service",
                    "getty.target",
                    "apt-daily.timer",
                    "apt-daily-upgrade.timer",
                    "dpkg-db-backup.timer",
                    "e2scrub_all.timer",
                    "fstrim.timer",
                    "dev-hugepages.mount",
                    "sys-kernel-debug.mount",
                    "sys-kernel-tracing.mount",
                    "sys-kernel-config.mount",
                    "sys-fs-fuse-connections.mount",
                    "proc-sys-fs-binfmt_misc.automount");

    /// The folders of every Unix, and the links by which Debian's `/bin` leads to `/usr/bin`.
    void skeleton() throws IOException {
        for (String link : List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32")) {
            Path there = host.resolve(link);
            if (Files.isSymbolicLink(there)) {
                Path target = Files.readSymbolicLink(there);
                Files.createDirectories(base.resolve(target.toString().replaceFirst("^/", "")));
                Files.createSymbolicLink(base.resolve(link), target);
            }
        }
        for (String folder : FOLDERS) {
            Files.createDirectories(base.resolve(folder));
        }
        mode(Files.createDirectories(base.resolve("root")), "rwx------");
        for (String open : List.of("tmp", "var/tmp")) {
            Files.createDirectories(base.resolve(open));
            Files.setAttribute(base.resolve(open), "unix:mode", 01777);
        }
        Files.createSymbolicLink(base.resolve("var/run"), Path.of("/run"));
        Files.createSymbolicLink(base.resolve("var/lock"), Path.of("/run/lock"));
    }

    /// Everything else, once the packages' files are there.
    void complete(Collection<DebianPackages.Installed> packages, MachineRecord.Init init)
            throws IOException {
        accounts();
        for (String file : GENERATED) {
            copy(host.resolve(file));
        }
        copyAll(host.resolve("etc/ssl/certs"));
        alternatives();
        dpkg(packages);
        ssh();
        Files.writeString(base.resolve("etc/timezone"), "Etc/UTC\n");
        place(base.resolve("etc/mtab"), "../proc/self/mounts");
        copyTo("usr/share/base-files/dot.bashrc", "root/.bashrc");
        copyTo("usr/share/base-files/dot.profile", "root/.profile");
        if (init == MachineRecord.Init.SYSTEMD) {
            systemd();
        }
    }

    /// The part that is ours, for a base whose packages were installed properly.
    void ownSettings(MachineRecord.Init init) throws IOException {
        Files.writeString(base.resolve("etc/ssh/sshd_config.d/10-belt.conf"), SSHD);
        for (String key : List.of("ecdsa", "ed25519", "rsa")) {
            Files.deleteIfExists(base.resolve("etc/ssh/ssh_host_" + key + "_key"));
            Files.deleteIfExists(base.resolve("etc/ssh/ssh_host_" + key + "_key.pub"));
        }
        if (init == MachineRecord.Init.SYSTEMD) {
            systemd();
        }
    }

    private void accounts() throws IOException {
        List<String> passwd = Files.readAllLines(host.resolve("etc/passwd"));
        List<String> group = Files.readAllLines(host.resolve("etc/group"));
        Files.writeString(base.resolve("etc/passwd"), BaseAccounts.passwd(passwd));
        Files.writeString(base.resolve("etc/group"), BaseAccounts.group(group));
        for (String file : List.of("etc/shadow", "etc/gshadow")) {
            mode(Files.writeString(base.resolve(file), ""), "rw-r-----");
        }
        Files.writeString(base.resolve("etc/shadow"), BaseAccounts.shadow(passwd));
        Files.writeString(base.resolve("etc/gshadow"), BaseAccounts.gshadow(group));
    }

    /// `/usr/sbin/iptables` → `/etc/alternatives/iptables` → the chosen program; only where that is in the base.
    private void alternatives() throws IOException {
        Path admin = host.resolve("var/lib/dpkg/alternatives");
        if (!Files.isDirectory(admin)) {
            return;
        }
        try (Stream<Path> files = Files.list(admin)) {
            for (Path file : files.toList()) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() < 2 || !alternative(file.getFileName().toString(), lines.get(1))) {
                    continue;
                }
                copy(file);
                for (int i = 2; i + 1 < lines.size() && !lines.get(i).isEmpty(); i += 2) {
                    alternative(lines.get(i), lines.get(i + 1));
                }
            }
        }
    }

    private boolean alternative(String name, String link) throws IOException {
        Path choice = host.resolve("etc/alternatives").resolve(name);
        if (!Files.isSymbolicLink(choice)) {
            return false;
        }
        String target = Files.readSymbolicLink(choice).toString();
        if (!Files.exists(base.resolve(target.replaceFirst("^/", "")), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        copy(choice);
        copy(host.resolve(link.replaceFirst("^/", "")));
        return true;
    }

    private void dpkg(Collection<DebianPackages.Installed> packages) throws IOException {
        Path there = base.resolve("var/lib/dpkg");
        Files.createDirectories(there.resolve("info"));
        Files.createDirectories(there.resolve("updates"));
        Files.createDirectories(there.resolve("triggers"));
        String status =
                packages.stream()
                        .map(DebianPackages.Installed::paragraph)
                        .collect(Collectors.joining("\n\n", "", "\n\n"));
        Files.writeString(there.resolve("status"), status);
        Files.writeString(there.resolve("available"), "");
        var contents = new BaseContents(host, host.resolve("var/lib/dpkg"));
        for (Path file : contents.about(packages)) {
            copy(file);
        }
    }

    private void ssh() throws IOException {
        copyTo("usr/share/openssh/sshd_config", "etc/ssh/sshd_config");
        Files.writeString(base.resolve("etc/ssh/sshd_config.d/10-belt.conf"), SSHD);
    }

    private void systemd() throws IOException {
        Path units = Files.createDirectories(base.resolve("etc/systemd/system"));
        for (String unit : MASKED) {
            place(units.resolve(unit), "/dev/null");
        }
        place(
                units.resolve("multi-user.target.wants/ssh.service"),
                "/lib/systemd/system/ssh.service");
        place(units.resolve("sshd.service"), "/lib/systemd/system/ssh.service");
        place(units.resolve("default.target"), "/lib/systemd/system/multi-user.target");
    }

    private static void place(Path link, String target) throws IOException {
        Path folder = link.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void copyAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                copy(file);
            }
        }
    }

    private void copyTo(String from, String to) throws IOException {
        Path source = host.resolve(from);
        if (Files.isRegularFile(source)) {
            Files.copy(source, base.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Copies a file or link of the host to the same real place, if there is none yet.
    private void copy(Path source) throws IOException {
        Path parent = source.getParent();
        Path name = source.getFileName();
        if (parent == null || name == null || !Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path folder = base.resolve(host.toRealPath().relativize(parent.toRealPath()).toString());
        Files.createDirectories(folder);
        Path target = folder.resolve(name.toString());
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(source)) {
            Files.copy(
                    source, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static Path mode(Path file, String permissions) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
