package belt.provider.local;

import belt.core.BeltException;
import belt.linux.FileLock;
import belt.provider.Answers;
import belt.provider.Machine;
import belt.provider.ProviderProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;

/// Removing machines, and what was made beside them. Each step may be repeated, and the last thing to go is what leads to
/// the rest: killed at any point, the next delete finishes.
///
/// @param host this host
record MachineRemoval(LocalHost host) {
    Machine remove(Machine machine, ClusterFolder folder) throws InterruptedException {
        try (FileLock lock = host.lockMachine(folder, machine.name())) {
            Optional<MachineRecord> record =
                    folder.find(machine.name()).filter(each -> each.id().equals(machine.id()));
            if (record.isPresent()) {
                folder.write(record.get().with(MachineRecord.Phase.DELETING));
            }
            host.removeFromKernel(machine.id());
            if (record.isPresent()) {
                Tree.remove(folder.disk(machine.name()));
                delete(folder, machine.name());
            }
            lock.remove();
        }
        if (host.shared().find(machine.id()).isPresent()) {
            try (FileLock _ = host.shared().lock()) {
                host.shared().remove(machine.id());
            }
        }
        return machine;
    }

    /// Once the last machine of this host is gone, the segment goes too.
    void forgetUnused() throws InterruptedException {
        if (!Files.isDirectory(host.shared().folder())) {
            return;
        }
        try (FileLock lock = host.shared().lock()) {
            host.forgetGhosts();
            removeWhatNobodyUses(lock);
        }
    }

    void forgetCluster(String cluster, ClusterFolder folder) throws InterruptedException {
        if (!Files.isDirectory(host.shared().folder())) {
            refuseIfMachinesAreLeft(cluster, folder);
            Tree.remove(folder.folder());
            return;
        }
        try (FileLock lock = host.shared().lock()) {
            refuseIfMachinesAreLeft(cluster, folder);
            Tree.remove(folder.folder());
            host.forgetGhosts();
            host.removeUnusedBases(Set.of());
            removeWhatNobodyUses(lock);
        }
    }

    private static void refuseIfMachinesAreLeft(String cluster, ClusterFolder folder) {
        Answers.requireNone(
                cluster, folder.list().stream().map(MachineRecord::name).toList(), "on this host");
    }

    private void removeWhatNobodyUses(FileLock lock) throws InterruptedException {
        Optional<Fabric> fabric = host.fabric();
        boolean noMachines = host.shared().entries().isEmpty();
        if (noMachines && fabric.isPresent()) {
            fabric.get().remove(host.shared().fabricFile());
        }
        if (noMachines && host.bases().isEmpty()) {
            host.shared().remove(lock);
        }
    }

    private static void delete(ClusterFolder folder, String name) {
        try {
            Files.deleteIfExists(folder.recordFile(name));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    ProviderProblem.RECORD, folder.recordFile(name) + " cannot be removed", e);
        }
    }
}
