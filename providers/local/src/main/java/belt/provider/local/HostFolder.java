package belt.provider.local;

import belt.core.BeltException;
import belt.linux.FileLock;
import belt.provider.ProviderProblem;
import belt.provider.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `/var/lib/belt-local`: what all clusters and all clones on this host share. `machines/ID` says where each machine is
/// kept and which address it has, `fabric` the segment's id and range, `bases/` what the machines' roots are made of.
/// Only root gets in, since the bases hold set-user-id programs. It vanishes with the last machine.
///
/// @param folder the folder itself
record HostFolder(Path folder) {
    private static final String MACHINE = "belt-local-entry";

    /// What an entry says that was written before entries named their base.
    static final String UNKNOWN_BASE = "";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Where one machine is kept.
    ///
    /// @param id the machine's id
    /// @param name its name
    /// @param address its address
    /// @param base the digest of the base that it stands on
    /// @param clusterFolder absolute path of its cluster's folder
    record Entry(String id, String name, String address, String base, Path clusterFolder) {
        static Entry of(MachineRecord record, ClusterFolder folder) {
            return new Entry(
                    record.id(), record.name(), record.address(), record.base(), folder.folder());
        }

        /// The machine's record; empty if its cluster's folder knows nothing of it, or says so in a way that cannot be read.
        Optional<MachineRecord> record() {
            try {
                return new ClusterFolder(clusterFolder)
                        .find(name)
                        .filter(record -> record.id().equals(id));
            } catch (BeltException e) {
                return Optional.empty();
            }
        }

        /// Whether its cluster's folder knows nothing of it. A record that cannot be read counts as knowing: it may be
        /// another clone's, written by a newer belt.
        boolean isGhost() {
            try {
                return new ClusterFolder(clusterFolder)
                        .find(name)
                        .filter(record -> record.id().equals(id))
                        .isEmpty();
            } catch (BeltException e) {
                return false;
            }
        }
    }

    Path bases() {
        return folder.resolve("bases");
    }

    Path fabricFile() {
        return folder.resolve("fabric");
    }

    /// Whatever changes here is done under this lock.
    FileLock lock() throws InterruptedException {
        try {
            FileLock lock = FileLock.take(folder.resolve("lock"), holder(), PATIENCE);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            return lock;
        } catch (BeltException.Conflict e) {
            throw new BeltException.Conflict(
                            LocalProblem.BUSY,
                            "another belt is at work on this host's local machines",
                            e)
                    .withDetail(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ProviderProblem.RECORD, folder + " cannot be used", e);
        }
    }

    static String holder() {
        return "belt (process " + ProcessHandle.current().pid() + ")";
    }

    Optional<Entry> find(String id) {
        Path file = entryFile(id);
        return RecordFile.find(file, MACHINE)
                .map(record ->
                        new Entry(
                                id,
                                record.require("name", file),
                                record.require("address", file),
                                record.entries().getOrDefault("base", UNKNOWN_BASE),
                                Path.of(record.require("folder", file))));
    }

    void write(Entry entry) {
        new RecordFile(
                        MACHINE,
                        new LinkedHashMap<>(
                                Map.of(
                                        "name", entry.name(),
                                        "address", entry.address(),
                                        "base", entry.base(),
                                        "folder", entry.clusterFolder().toString())))
                .write(entryFile(entry.id()));
    }

    void remove(String id) {
        try {
            Files.deleteIfExists(entryFile(id));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ProviderProblem.RECORD, entryFile(id) + " cannot be removed", e);
        }
    }

    /// Removes the folder itself. The lock's file goes last but one: whoever waits for it makes both anew, and then finds
    /// nothing of ours in it.
    void remove(FileLock lock) throws InterruptedException {
        Tree.remove(bases());
        Tree.remove(folder.resolve("machines"));
        lock.remove();
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            return; // somebody was waiting and has made a lock of their own in it
        }
    }

    List<Entry> entries() {
        Path machines = folder.resolve("machines");
        if (!Files.isDirectory(machines)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(machines)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .flatMap(id -> find(id).stream())
                    .toList();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ProviderProblem.RECORD, machines + " cannot be read", e);
        }
    }

    private Path entryFile(String id) {
        return folder.resolve("machines").resolve(id);
    }
}
