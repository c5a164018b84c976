package belt.provider.local;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.linux.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// A machine's disks: `upper` and `work` are its layer over the base, `docker` is bound to `/var/lib/docker` (an engine's
/// own overlay cannot stand on an overlay), `root` is where the two are put together, `log` is what its first process
/// says.
///
/// @param folder where they are
record MachineDisk(Path folder) {
    private static final Set<String> UNFIT = Set.of("overlay", "nfs", "nfs4", "9p", "vfat", "cifs");

    Path log() {
        return folder.resolve("log");
    }

    /// Makes them anew.
    ///
    /// @param record whose they are
    /// @param publicKey whom to let in, one line in authorized_keys form
    /// @param userData a script for the first boot; empty for none
    /// @return the machine's public host key
    String make(MachineRecord record, String publicKey, String userData)
            throws InterruptedException {
        Tree.remove(folder);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            checkFileSystem();
            for (String part : new String[] {"upper", "work", "root", "docker"}) {
                Files.createDirectories(folder.resolve(part));
            }
            Path etc = Files.createDirectories(folder.resolve("upper/etc"));
            names(record, etc);
            letIn(publicKey);
            firstBoot(userData);
            return hostKey(record, Files.createDirectories(etc.resolve("ssh")));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            LocalProblem.FILE_SYSTEM,
                            record.name() + ": its disks cannot be made in " + folder,
                            e)
                    .withDetail(e.toString());
        }
    }

    private void checkFileSystem() throws IOException {
        String type = Files.getFileStore(folder).type();
        if (UNFIT.contains(type)) {
            throw new BeltException.OperationFailed(
                            LocalProblem.FILE_SYSTEM,
                            folder + " is on " + type + ", which cannot carry a machine's disks")
                    .withDetail("ext4, xfs, btrfs and tmpfs can");
        }
    }

    private static void names(MachineRecord record, Path etc) throws IOException {
        Files.writeString(etc.resolve("hostname"), record.name() + "\n");
        Files.writeString(
                etc.resolve("hosts"),
                "127.0.0.1 localhost\n%s %s\n::1 localhost ip6-localhost ip6-loopback\n"
                        .formatted(record.address(), record.name()));
        // No resolver can be reached from inside. One that refuses at once is better than one that
        // does not answer: an
        // engine spends 40 s on each look-up of an image's registry otherwise.
        Files.writeString(
                etc.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        Files.writeString(etc.resolve("machine-id"), HexFormat.of().formatHex(id) + "\n");
    }

    private void firstBoot(String userData) throws IOException {
        if (!userData.isEmpty()) {
            Path place = Files.createDirectories(folder.resolve("upper/var/lib/belt-local"));
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
            Path script = place.resolve("user-data");
            Files.writeString(script, userData);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void letIn(String publicKey) throws IOException {
        Path home = Files.createDirectories(folder.resolve("upper/root"));
        Path ssh = Files.createDirectories(home.resolve(".ssh"));
        for (Path each : new Path[] {home, ssh}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
        }
        Path keys = ssh.resolve("authorized_keys");
        Files.writeString(keys, publicKey.strip() + "\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    }

    private static String hostKey(MachineRecord record, Path ssh)
            throws IOException, InterruptedException {
        Path key = ssh.resolve("ssh_host_ed25519_key");
        Command.of(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        record.name() + "-" + RandomId.next().substring(0, 4),
                        "-f",
                        key.toString())
                .output();
        String[] words = Files.readString(ssh.resolve("ssh_host_ed25519_key.pub")).split(" ");
        return words[0] + " " + words[1].strip();
    }
}
