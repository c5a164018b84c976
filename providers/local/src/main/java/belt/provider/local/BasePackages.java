package belt.provider.local;

import java.util.List;
import java.util.stream.Stream;

/// Which packages a machine's root is made of, besides the essential ones and what they all need.
final class BasePackages {
    /// Without these a machine does not work; preflight asks for them.
    static final List<String> REQUIRED =
            List.of(
                    "openssh-server",
                    "tini",
                    "iproute2",
                    "nftables",
                    "iptables",
                    "procps",
                    "docker.io");

    /// Taken along where the host has them.
    private static final List<String> WELCOME =
            List.of(
                    "ca-certificates",
                    "busybox-static",
                    "sudo",
                    "apt",
                    "kmod",
                    "netbase",
                    "curl",
                    "iputils-ping",
                    "less",
                    "passwd",
                    "adduser",
                    "xz-utils",
                    "conntrack",
                    "wireguard-tools",
                    "ethtool",
                    "socat",
                    "tcpdump",
                    "psmisc",
                    "rsync");

    /// What `init=systemd` needs on top.
    static final List<String> SYSTEMD = List.of("systemd", "systemd-sysv", "dbus");

    private static final List<String> SYSTEMD_WELCOME = List.of("libpam-systemd");

    private BasePackages() {}

    static List<String> required(MachineRecord.Init init) {
        return init == MachineRecord.Init.TINI
                ? REQUIRED
                : Stream.concat(REQUIRED.stream(), SYSTEMD.stream()).toList();
    }

    static List<String> of(MachineRecord.Init init) {
        Stream<String> more =
                init == MachineRecord.Init.TINI ? Stream.of() : SYSTEMD_WELCOME.stream();
        return Stream.concat(Stream.concat(required(init).stream(), WELCOME.stream()), more)
                .toList();
    }
}
