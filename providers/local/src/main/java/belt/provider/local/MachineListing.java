package belt.provider.local;

import belt.linux.BootId;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What machines there are and how they are: from the cluster's folder and the kernel, never from memory.
///
/// @param host this host
/// @param folder the cluster's folder
record MachineListing(LocalHost host, ClusterFolder folder) {
    List<Machine> list(String cluster) {
        return folder.list().stream()
                .filter(record -> record.identity().cluster().equals(cluster))
                .map(record -> {
                    adopt(record);
                    return describe(record);
                })
                .toList();
    }

    /// The local machines of all clusters of one clone: other clones' are others' business, whatever their clusters are
    /// called.
    ///
    /// @param clone the folder that clusters' folders are in
    static List<Machine> everything(LocalHost host, Path clone) {
        return host.shared().entries().stream()
                .filter(entry -> entry.clusterFolder().startsWith(clone))
                .flatMap(entry -> {
                    var folder = new ClusterFolder(entry.clusterFolder());
                    return entry.record().stream()
                            .map(record -> new MachineListing(host, folder).describe(record));
                })
                .toList();
    }

    Machine describe(MachineRecord record) {
        boolean runs = runs(record);
        return switch (record.phase()) {
            case MAKING ->
                    record.toMachine(
                            MachineState.NEW, "it is being made, or its making was cut short");
            case DELETING ->
                    record.toMachine(
                            MachineState.CHANGING,
                            "it is being removed, or its removal was cut short");
            case MADE ->
                    runs
                            ? record.toMachine(MachineState.ACTIVE, null)
                            : record.toMachine(MachineState.STOPPED, whyStopped(record));
        };
    }

    /// Asked twice before the answer is no: systemd moves itself into a group below, and may be passed over by one look at
    /// all groups.
    private boolean runs(MachineRecord record) {
        MachineProcesses processes = host.processes(record, folder);
        return processes.init().or(processes::init).isPresent();
    }

    private static @Nullable String whyStopped(MachineRecord record) {
        if (record.stopped()) {
            return "it was stopped on request";
        }
        return record.boot().equals(BootId.current())
                ? "its processes are gone: they were killed from outside"
                : "this host was restarted";
    }

    /// The project folder may have been moved: the host's entry follows it. Only root can say so; others just read.
    private void adopt(MachineRecord record) {
        if (!Files.isWritable(host.shared().folder())) {
            return;
        }
        HostFolder.Entry entry = HostFolder.Entry.of(record, folder);
        if (!host.shared().find(record.id()).equals(Optional.of(entry))) {
            host.shared().write(entry);
        }
    }
}
