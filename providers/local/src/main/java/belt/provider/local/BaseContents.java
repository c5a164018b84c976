package belt.provider.local;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/// Which of the host's files a base is made of: those that its packages brought, by their real paths (Debian's lists still
/// say `/bin/sh` where `/bin` is a link), without documentation, and without any file that the operator made his own and
/// hid from other users.
///
/// @param root the host's root folder
/// @param dpkg dpkg's folder, usually `/var/lib/dpkg`
record BaseContents(Path root, Path dpkg) {
    private static final List<String> LEFT_OUT =
            List.of(
                    "/usr/share/doc/",
                    "/usr/share/man/",
                    "/usr/share/info/",
                    "/usr/share/locale/",
                    "/usr/share/lintian/",
                    "/usr/share/bug/",
                    "/usr/share/doc-base/",
                    "/usr/share/bash-completion/",
                    "/usr/share/zoneinfo/right/",
                    "/usr/share/zoneinfo/posix/",
                    // trial programs of the engine, and its helpers for container runtimes of
                    // before 2020
                    "/usr/bin/dnet/",
                    "/usr/sbin/ovrouter/",
                    "/usr/bin/containerd-shim/",
                    "/usr/bin/containerd-shim-runc-v1/",
                    "/usr/src/",
                    "/boot/",
                    "/root/",
                    "/home/",
                    "/var/cache/",
                    "/var/log/",
                    "/dev/",
                    "/proc/",
                    "/sys/",
                    "/run/",
                    "/tmp/");

    /// Written anew for every base, whatever the host has there.
    private static final Set<String> OURS =
            Set.of("/etc/ssh/sshd_config", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

    /// The paths to copy, relative to the root, folders before what is in them.
    SequencedSet<String> paths(Collection<DebianPackages.Installed> packages) {
        var paths = new LinkedHashSet<String>();
        var folders = new HashMap<String, String>();
        for (DebianPackages.Installed each : packages) {
            for (String path : listed(each)) {
                if (wanted(path, each)) {
                    addReal(path, folders, paths);
                }
            }
        }
        return paths;
    }

    /// dpkg's own files about the packages: `NAME.list`, `NAME:amd64.postinst`, …
    List<Path> about(Collection<DebianPackages.Installed> packages) {
        var names = new HashSet<String>();
        packages.forEach(each -> names.add(each.name()));
        packages.forEach(each -> names.add(each.name() + ":" + each.architecture()));
        try (Stream<Path> files = Files.list(dpkg.resolve("info"))) {
            return files.filter(file -> names.contains(withoutKind(file))).toList();
        } catch (IOException e) {
            throw unreadable(dpkg.resolve("info"), e);
        }
    }

    private static String withoutKind(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private List<String> listed(DebianPackages.Installed each) {
        Path info = dpkg.resolve("info");
        Path qualified = info.resolve(each.name() + ":" + each.architecture() + ".list");
        Path file = Files.exists(qualified) ? qualified : info.resolve(each.name() + ".list");
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private boolean wanted(String path, DebianPackages.Installed owner) {
        if (path.equals("/.") || OURS.contains(path)) {
            return false;
        }
        if (LEFT_OUT.stream().anyMatch((path + "/")::startsWith)) {
            return false;
        }
        return !path.startsWith("/etc/") || isPublic(path, owner);
    }

    /// A configuration file that others may not read is taken only as the package brought it.
    private boolean isPublic(String path, DebianPackages.Installed owner) {
        Path file = root.resolve(path.substring(1));
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.getPosixFilePermissions(file)
                            .contains(PosixFilePermission.OTHERS_READ)) {
                return true;
            }
            return md5(file).equals(owner.conffiles().get(path));
        } catch (IOException e) {
            return false; // vanished since dpkg wrote its list
        }
    }

    private void addReal(String path, Map<String, String> folders, Set<String> paths) {
        int slash = path.lastIndexOf('/');
        String parent = path.substring(0, slash);
        String real = folders.computeIfAbsent(parent, this::realFolder);
        if (real.equals("?")) {
            return;
        }
        String relative = (real + path.substring(slash)).substring(1);
        if (Files.exists(root.resolve(relative), LinkOption.NOFOLLOW_LINKS)) {
            paths.add(relative);
        }
    }

    private String realFolder(String folder) {
        if (folder.isEmpty()) {
            return "";
        }
        try {
            Path real = root.resolve(folder.substring(1)).toRealPath();
            Path base = root.toRealPath();
            return real.equals(base) ? "" : "/" + base.relativize(real);
        } catch (IOException e) {
            return "?";
        }
    }

    private static String md5(Path file) throws IOException {
        try {
            byte[] sum = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new BeltException.Bug("Java has no MD5", e);
        }
    }

    private static BeltException unreadable(Path file, IOException cause) {
        return new BeltException.OperationFailed(
                LocalProblem.BASE_FAILED, file + " cannot be read", cause);
    }
}
