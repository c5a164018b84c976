package belt.provision.ssh;

import belt.core.BeltException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// A cluster's `known_hosts`: which host keys are pinned. The file has OpenSSH's form, so that `ssh -o
/// UserKnownHostsFile=…` works with it; every change is written beside it and renamed. Safe for use by many threads;
/// the only lock is held during the rewriting of that small file. Two processes are kept apart by the cluster's lock.
public final class KnownHosts {
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();

    /// @param file need not exist yet; its folder must
    public KnownHosts(Path file) {
        this.file = file;
    }

    /// Where the keys stand.
    public Path file() {
        return file;
    }

    /// The keys that are pinned for a host, in the file's order; empty if it is unknown.
    public List<SshPublicKey> keysOf(SshTarget target) {
        return entries().stream()
                .filter(entry -> !entry.marked() && entry.matches(target.knownHostsName()))
                .map(KnownHostsEntry::key)
                .toList();
    }

    /// Whether a key is marked `@revoked` for this host.
    boolean isRevoked(SshTarget target, SshPublicKey key) {
        return entries().stream()
                .anyMatch(entry ->
                        entry.revoked()
                                && entry.matches(target.knownHostsName())
                                && entry.key().equals(key));
    }

    /// Adds a key for a host beside those it has. Harmless to repeat.
    public void pin(SshTarget target, SshPublicKey key) {
        rewrite(lines -> {
            var line = target.knownHostsName() + " " + key;
            var all = new ArrayList<>(lines);
            if (!keysOf(target).contains(key)) {
                all.add(line);
            }
            return all;
        });
    }

    /// Makes these the only keys of a host. For keys that come from the provider, which knows better than any earlier
    /// contact.
    public void replace(SshTarget target, Collection<SshPublicKey> keys) {
        if (keysOf(target).equals(List.copyOf(keys))) {
            return;
        }
        rewrite(lines -> {
            var all = new ArrayList<>(without(lines, target));
            keys.forEach(key -> all.add(target.knownHostsName() + " " + key));
            return all;
        });
    }

    /// Forgets a host, when its machine was removed: its address may belong to another one tomorrow.
    public void forget(SshTarget target) {
        if (!keysOf(target).isEmpty()) {
            rewrite(lines -> without(lines, target));
        }
    }

    private List<String> without(List<String> lines, SshTarget target) {
        return lines.stream()
                .filter(line ->
                        KnownHostsEntry.parse(line)
                                .filter(e -> !e.marked())
                                .filter(e -> e.matches(target.knownHostsName()))
                                .isEmpty())
                .toList();
    }

    private List<KnownHostsEntry> entries() {
        var entries = new ArrayList<KnownHostsEntry>();
        int number = 0;
        for (String line : lines()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int at = number;
            entries.add(
                    KnownHostsEntry.parse(line)
                            .orElseThrow(() ->
                                    new BeltException.InvalidInput(
                                            SshProblem.KNOWN_HOSTS_UNREADABLE,
                                            file + ":" + at + ": not a host key line")));
        }
        return entries;
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new BeltException.InvalidInput(
                    SshProblem.KNOWN_HOSTS_UNREADABLE, "cannot read " + file + ": " + e, e);
        }
    }

    private void rewrite(UnaryOperator<List<String>> change) {
        lock.lock();
        try {
            List<String> before = lines();
            List<String> after = change.apply(before);
            if (!after.equals(before)) {
                write(after);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BeltException.OperationFailed(
                    SshProblem.KNOWN_HOSTS_UNREADABLE, "cannot write " + file + ": " + e, e);
        } finally {
            lock.unlock();
        }
    }

    private void write(List<String> lines) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path fresh = Files.createTempFile(folder, ".known_hosts", "", mode);
        try {
            Files.write(fresh, lines);
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
