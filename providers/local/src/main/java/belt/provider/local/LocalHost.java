package belt.provider.local;

import belt.core.BeltException;
import belt.linux.CgroupLayout;
import belt.linux.FileLock;
import belt.linux.MountTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// This host: where what all clusters share is kept, and where the machines' bases come from.
///
/// Lock order: a machine's own lock first, then the host's. The host's is held while a base is made, never while a
/// machine is started or stopped.
///
/// @param shared the host's folder, usually `/var/lib/belt-local`
/// @param root the root folder whose packages machines are made of, usually `/`
/// @param cgroups how the host's control groups are laid out, read when first asked for
record LocalHost(HostFolder shared, Path root, Supplier<CgroupLayout> cgroups) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static LocalHost usual() {
        return new LocalHost(
                new HostFolder(Path.of("/var/lib/belt-local")),
                Path.of("/"),
                () -> CgroupLayout.detect(MountTable.own()));
    }

    Preflight preflight() {
        return new Preflight(root);
    }

    Bases bases() {
        return new Bases(shared.bases(), root);
    }

    Optional<Fabric> fabric() {
        return Fabric.find(shared.fabricFile());
    }

    /// Makes sure that what a machine needs to start is there: its base, and the shared segment. Takes the host's lock.
    Fabric readyFor(MachineRecord record, ClusterFolder folder) throws InterruptedException {
        try (var _ = shared.lock()) {
            bases().require(record.base(), record.init());
            shared.write(HostFolder.Entry.of(record, folder));
            return Fabric.ensure(shared.fabricFile(), !shared.entries().isEmpty());
        }
    }

    /// Nobody else works on that machine while this is held.
    FileLock lockMachine(ClusterFolder folder, String name) throws InterruptedException {
        try {
            return FileLock.take(folder.lockFile(name), HostFolder.holder(), PATIENCE);
        } catch (BeltException.Conflict e) {
            throw new BeltException.Conflict(
                            LocalProblem.BUSY, name + ": another belt is at work on it", e)
                    .withDetail(String.valueOf(e.getMessage()));
        }
    }

    /// Forgets machines of which nothing is left but their entry: a create that was killed between the two. Under the
    /// host's lock.
    void forgetGhosts() throws InterruptedException {
        for (HostFolder.Entry entry : shared.entries()) {
            if (entry.isGhost()
                    && MachineProcesses.group(cgroups.get(), entry.id()).processes().isEmpty()) {
                removeFromKernel(entry.id());
                shared.remove(entry.id());
            }
        }
    }

    /// A machine as the kernel has it.
    MachineProcesses processes(MachineRecord record, ClusterFolder folder) {
        return new MachineProcesses(
                record, new MachineDisk(folder.disk(record.name())), cgroups.get());
    }

    /// Ends a machine at once, and removes what the kernel has of it. Harmless if there is nothing.
    void removeFromKernel(String id) throws InterruptedException {
        MachineProcesses.removeFromKernel(id, cgroups.get(), fabric());
    }

    /// Removes the bases that no machine stands on, but for those named here.
    void removeUnusedBases(Set<String> keep) throws InterruptedException {
        var used = new HashSet<String>(keep);
        shared.entries().forEach(entry -> used.add(entry.base()));
        if (!used.contains(HostFolder.UNKNOWN_BASE)) {
            bases().keepOnly(used);
        }
    }
}
