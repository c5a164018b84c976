package belt.cli.dockermachine;

import belt.cli.operate.ClusterSsh;
import belt.provider.Machine;
import belt.provision.ssh.SshTarget;
import org.jspecify.annotations.Nullable;

/// One end of a copy: `[[user@]machine:]path`.
///
/// @param machine null for this host
/// @param user another account than the machine's own; empty for that
/// @param path as written; on a machine relative to the account's home
record Place(@Nullable Machine machine, String user, String path) {
    /// Reads one. A path of this host with a colon in it is written with a `/` before the colon: `./a:b`.
    static Place parse(Fleet fleet, String text) {
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        if (colon < 1 || (slash >= 0 && slash < colon)) {
            return new Place(null, "", text);
        }
        String who = text.substring(0, colon);
        int at = who.lastIndexOf('@');
        Machine machine = fleet.require(who.substring(at + 1));
        String path = text.substring(colon + 1);
        String plain = path.startsWith("~/") ? path.substring(2) : path;
        return new Place(
                machine,
                at < 0 ? "" : who.substring(0, at),
                plain.isEmpty() || plain.equals("~") ? "." : plain);
    }

    /// Where to log in. Only for a machine.
    static SshTarget target(Machine machine, String user) {
        SshTarget own = ClusterSsh.target(machine);
        return user.isEmpty()
                ? own
                : SshTarget.of(machine.name(), own.host(), machine.ssh().port(), user);
    }

    /// The last part of the path.
    String name() {
        String plain = path.replaceAll("/+$", "");
        return plain.substring(plain.lastIndexOf('/') + 1);
    }
}
