package belt.provision.step;

import static belt.provision.ssh.ShellWord.quote;

import belt.core.BeltException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The shell scripts of the steps that are shell scripts. They run as root by `/bin/sh`, and again without harm.
final class StepScripts {
    private StepScripts() {}

    static String hostname(Step.Hostname step) {
        String name = quote(step.name());
        String script =
                """
                set -e
                n=%s
                if [ -d /run/systemd/system ] && command -v hostnamectl >/dev/null; then
                    hostnamectl set-hostname "$n"
                else
                    echo "$n" >/etc/hostname
                    hostname "$n"
                fi
                """
                        .formatted(name);
        String hosts =
                """
                # rewritten in place: the file may be a mount
                grep -v '^127\\.0\\.1\\.1[[:space:]]' /etc/hosts >/etc/.hosts.belt || :
                echo "127.0.1.1 $n" >>/etc/.hosts.belt
                cat /etc/.hosts.belt >/etc/hosts
                rm /etc/.hosts.belt
                """;
        return step.hostsLine() ? script + hosts : script;
    }

    static String install(Step.InstallPackages step) {
        String names = step.packages().stream().map(n -> quote(n)).collect(Collectors.joining(" "));
        return switch (step.manager()) {
            case "apt-get" -> (step.keepDaemonsDown() ? NO_DAEMONS : "set -e\n") + apt(names);
            case "dnf" -> "set -e\ndnf -y -q install " + names;
            case "apk" -> "set -e\napk add --wait 600 " + names;
            default -> throw new BeltException.Bug("package manager " + step.manager());
        };
    }

    /// Debian's packages ask this script before they start a daemon. One that exists already is somebody's decision.
    private static final String NO_DAEMONS =
            """
            set -e
            p=/usr/sbin/policy-rc.d
            if [ ! -e $p ]; then
                trap 'rm -f $p' EXIT
                printf '#!/bin/sh\\nexit 101\\n' >$p
                chmod 755 $p
            fi
            """;

    /// Installs first and asks for new lists only when that fails: most of the time they are good enough. Another
    /// package manager holds a lock for minutes on a machine that was just made.
    private static String apt(String names) {
        return """
        export DEBIAN_FRONTEND=noninteractive
        if command -v cloud-init >/dev/null 2>&1; then
            timeout 600 cloud-init status --wait >/dev/null 2>&1 || :
        fi
        get() {
            apt-get -q -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \\
                -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
        }
        install() { get -y --no-install-recommends install %s; }
        dpkg --configure -a >/dev/null 2>&1 || :
        if ! install; then
            i=0
            until out=$(get update 2>&1); do
                echo "$out"
                i=$((i + 1))
                # the lists have a lock of their own, for which apt does not wait
                case $out in
                *"not get lock"*) [ $i -lt 120 ] || exit 100 ;;
                *) [ $i -lt 6 ] || exit 100 ;;
                esac
                sleep 5
            done
            install
        fi
        """
                .formatted(names);
    }

    static String remove(Step.RemovePackages step) {
        String names = step.packages().stream().map(n -> quote(n)).collect(Collectors.joining(" "));
        return switch (step.manager()) {
            case "apt-get" ->
                    "DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 remove "
                            + names;
            case "dnf" -> "dnf -y -q remove " + names;
            case "apk" -> "apk del --wait 600 " + names;
            default -> throw new BeltException.Bug("package manager " + step.manager());
        };
    }

    static String directory(Step.Directory step) {
        String p = quote(step.path());
        return "mkdir -p " + p + " && chown 0:0 " + p + " && chmod " + mode(step.mode()) + " " + p;
    }

    static String unpack(NodeBundle bundle, String archive) {
        return """
        set -e
        v=%s
        cd /opt/belt
        rm -rf ".new-$v" ".old-$v"
        mkdir -m 755 ".new-$v"
        tar -xzf %s -C ".new-$v" --no-same-owner
        if [ ! -x ".new-$v/bin/beltd" ]; then
            echo "the archive has no bin/beltd" >&2
            exit 1
        fi
        echo %s >".new-$v/.sha256"
        [ ! -e "$v" ] || mv "$v" ".old-$v"
        mv ".new-$v" "$v"
        rm -rf ".old-$v" %s
        """
                .formatted(
                        quote(bundle.version()), quote(archive), bundle.sha256(), quote(archive));
    }

    static String link(Step.Link step) {
        String fresh = quote(step.path() + ".new");
        return "ln -sfn "
                + quote(step.target())
                + " "
                + fresh
                + " && mv -T "
                + fresh
                + " "
                + quote(step.path());
    }

    /// Prints `absent KEY`, `refused KEY VALUE` or `differs KEY VALUE` for what did not work. The value that was there
    /// before belt's first change is kept, for the way back; what the kernel refuses is noted, so that it is not tried
    /// again on every run.
    static String sysctl(Map<String, String> values) {
        var script = new StringBuilder(SYSCTL);
        values.forEach((k, v) ->
                script.append("one ").append(quote(k)).append(' ').append(quote(v)).append('\n'));
        return script.toString();
    }

    private static final String SYSCTL =
            """
            mkdir -p /etc/belt
            b=/etc/belt/sysctl.before
            r=/etc/belt/sysctl.refused
            touch $b $r
            one() {
                p=/proc/sys/$(echo "$1" | tr . /)
                [ -e "$p" ] || { echo "absent $1"; return; }
                old=$(tr '\\t' ' ' <"$p")
                [ "$old" = "$2" ] && return
                grep -q "^$1=" $b || echo "$1=$old" >>$b
                if ! { echo "$2" >"$p"; } 2>/dev/null; then
                    grep -qxF "$1=$2" $r || echo "$1=$2" >>$r
                    echo "refused $1 $old"
                    return
                fi
                new=$(tr '\\t' ' ' <"$p")
                [ "$new" = "$2" ] || echo "differs $1 $new"
            }
            """;

    static String service(Step.Service step) {
        String unit = quote(step.unit());
        String word = step.action().word();
        if (step.action() == Step.Action.STOP) {
            return step.enable() ? "systemctl disable --now " + unit : "systemctl stop " + unit;
        }
        String enable = step.enable() ? "systemctl enable -q " + unit + " && " : "";
        return "systemctl daemon-reload && " + enable + "systemctl " + word + " " + unit;
    }

    static String supervise(Step.Supervise step) {
        String daemon = quote(step.daemon());
        return switch (step.action()) {
            case RELOAD -> "read -r p b </run/belt/" + step.daemon() + ".child && kill -HUP \"$p\"";
            case START, RESTART, STOP ->
                    "/etc/belt/supervise " + step.action().word() + " " + daemon;
        };
    }

    static String joinGroup(Step.JoinGroup step) {
        String group = quote(step.group());
        String account = quote(step.account());
        return """
        set -e
        grep -q '^%1$s:' /etc/group || groupadd --system %1$s 2>/dev/null || addgroup -S %1$s
        usermod -aG %1$s %2$s 2>/dev/null || addgroup %2$s %1$s
        """
                .formatted(group, account);
    }

    /// Nothing near the root of the file system is ever removed, whatever the plan says.
    static String remove(List<String> paths) {
        for (String path : paths) {
            if (!path.matches("/[^/]+/[^/]+.*") || path.contains("..")) {
                throw new BeltException.Bug("a plan wants to remove " + path);
            }
        }
        return "rm -rf -- " + paths.stream().map(p -> quote(p)).collect(Collectors.joining(" "));
    }

    static String load(Step.LoadImage step) {
        String d = "docker -H unix:///run/docker.sock ";
        return d + "load -q || { e=$?; " + d + "version >&2; exit $e; }";
    }

    static String mode(int mode) {
        return String.format("%04o", mode);
    }
}
