package belt.provider.local;

import belt.core.BeltException;
import belt.linux.Capabilities;
import belt.linux.Capabilities.Right;
import belt.linux.CgroupLayout;
import belt.linux.Command;
import belt.linux.MountTable;
import belt.provider.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What local machines need of this host. Each thing is tried where it can be, not assumed: an account named root may lack
/// rights, and a kernel may lack what its version usually has.
///
/// @param host the host's root folder
record Preflight(Path host) {
    /// The program by which a package is recognised where there is no dpkg.
    private static final Map<String, String> PROGRAMS =
            Map.of(
                    "openssh-server", "usr/sbin/sshd",
                    "tini", "usr/bin/tini",
                    "iproute2", "usr/sbin/ip",
                    "nftables", "usr/sbin/nft",
                    "iptables", "usr/sbin/iptables",
                    "procps", "usr/bin/ps",
                    "docker.io", "usr/sbin/dockerd");

    private static final Right[] RIGHTS = {Right.SYS_ADMIN, Right.NET_ADMIN, Right.MKNOD};

    /// Tried in namespaces of its own, which vanish with it.
    private static final String TRIAL =
            """
            ip link add t0 type bridge || echo bridge
            ip link add t1 type veth peer name t2 || echo veth
            mount -t tmpfs none /tmp && mkdir /tmp/l /tmp/u /tmp/w /tmp/m
            mount -t overlay none -o lowerdir=/tmp/l,upperdir=/tmp/u,workdir=/tmp/w /tmp/m || echo overlay
            """;

    List<Missing> check() throws InterruptedException {
        var missing = new ArrayList<Missing>();
        List<Right> rights = Capabilities.own().missing(RIGHTS);
        if (!rights.isEmpty()) {
            missing.add(
                    new Missing(
                            ProcessHandle.current().info().user().orElse("").equals("root")
                                    ? "the rights " + rights
                                    : "root",
                            "local machines are made of namespaces, mounts and control groups",
                            "run the same command with sudo",
                            ""));
        }
        packages(missing);
        controlGroups(missing);
        if (rights.isEmpty()
                && missing.stream().noneMatch(m -> m.debianPackage().equals("iproute2"))) {
            kernel(missing);
        }
        return List.copyOf(missing);
    }

    /// @throws BeltException.Refused if something lacks for machines with that first process
    void require(MachineRecord.Init init) throws InterruptedException {
        var missing = new ArrayList<>(check());
        if (init == MachineRecord.Init.SYSTEMD) {
            packages(missing, BasePackages.SYSTEMD);
        }
        if (!missing.isEmpty()) {
            Missing first = missing.getFirst();
            throw new BeltException.Refused(
                            LocalProblem.NOT_HERE,
                            "local machines cannot be made here: "
                                    + String.join(
                                            ", ", missing.stream().map(Missing::what).toList())
                                    + (missing.size() == 1 ? " is" : " are")
                                    + " missing")
                    .withDetail(first.why())
                    .withRemedy(first.fix());
        }
    }

    /// @throws BeltException.Refused if this process may not change local machines; looking at them needs no rights
    static void requireRights() {
        if (!Capabilities.own().missing(RIGHTS).isEmpty()) {
            throw new BeltException.Refused(
                    LocalProblem.NEEDS_ROOT, "only root can change local machines");
        }
    }

    private void packages(List<Missing> missing) {
        if (Files.isRegularFile(host.resolve("var/lib/dpkg/status"))) {
            packages(missing, BasePackages.REQUIRED);
        } else if (!Files.exists(host.resolve("usr/sbin/debootstrap"))) {
            missing.add(
                    new Missing(
                            "the program debootstrap",
                            "this host is no Debian, so machines are made of a Debian from the network",
                            "install debootstrap with this host's package manager",
                            ""));
        }
    }

    private void packages(List<Missing> missing, List<String> wanted) {
        var installed = DebianPackages.read(host.resolve("var/lib/dpkg"));
        for (String name : wanted) {
            boolean there =
                    installed.isPresent()
                            ? installed.get().has(name)
                            : Files.exists(host.resolve(PROGRAMS.getOrDefault(name, name)));
            if (!there) {
                missing.add(
                        new Missing(
                                "the package " + name,
                                "machines are made of this host's packages",
                                "apt-get install -y --no-install-recommends " + name,
                                name));
            }
        }
    }

    private static void controlGroups(List<Missing> missing) {
        CgroupLayout layout = CgroupLayout.detect(MountTable.own());
        for (String controller : List.of("memory", "cpu", "pids")) {
            if (layout.find(controller).isEmpty()) {
                missing.add(
                        new Missing(
                                "the control group controller " + controller,
                                "a machine's size is a limit on its control group",
                                "mount it below /sys/fs/cgroup, or boot with cgroup_enable="
                                        + controller,
                                ""));
            }
        }
    }

    private static void kernel(List<Missing> missing) throws InterruptedException {
        Command.Result result;
        try {
            result = Command.of("unshare", "--net", "--mount", "sh", "-c", TRIAL).run();
        } catch (BeltException e) {
            missing.add(
                    new Missing(
                            "the program unshare",
                            "machines are namespaces",
                            "apt-get install -y util-linux",
                            "util-linux"));
            return;
        }
        if (!result.succeeded() && result.out().isBlank()) {
            missing.add(feature("network and mount namespaces"));
        }
        result.out().lines().forEach(what -> missing.add(feature(what)));
    }

    private static Missing feature(String what) {
        return new Missing(
                "the kernel feature " + what,
                "every machine uses it",
                "use a kernel that has it, for example Debian's own",
                "");
    }

    /// The image's name: the system that the machines' packages are of, for example `debian-12`.
    String image() {
        try {
            String id = "linux";
            String version = "";
            for (String line : Files.readAllLines(host.resolve("etc/os-release"))) {
                String value = line.substring(line.indexOf('=') + 1).replace("\"", "");
                if (line.startsWith("ID=")) {
                    id = value;
                } else if (line.startsWith("VERSION_ID=")) {
                    version = "-" + value;
                }
            }
            return id + version;
        } catch (IOException e) {
            return "linux";
        }
    }
}
