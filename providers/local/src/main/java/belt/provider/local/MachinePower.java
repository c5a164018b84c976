package belt.provider.local;

import belt.core.BeltException;
import belt.linux.BootId;
import belt.linux.FileLock;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.time.Duration;

/// Starting and stopping.
///
/// @param host this host
record MachinePower(LocalHost host) {
    private static final Duration SSH = Duration.ofSeconds(60);

    Machine start(Machine machine) throws InterruptedException {
        HostFolder.Entry entry = require(machine);
        var folder = new ClusterFolder(entry.clusterFolder());
        try (FileLock _ = host.lockMachine(folder, entry.name())) {
            MachineRecord record = require(entry, machine);
            var processes =
                    new MachineProcesses(record, new MachineDisk(folder.disk(record.name())));
            if (processes.init().isEmpty()) {
                host.preflight().require(record.init());
                Fabric fabric = host.ensureFabric();
                folder.write(record.started(BootId.current()));
                processes.start(fabric, host.bases());
                processes.awaitSsh(SSH);
            }
            return record.toMachine(MachineState.ACTIVE, null);
        }
    }

    Machine stop(Machine machine) throws InterruptedException {
        HostFolder.Entry entry = require(machine);
        var folder = new ClusterFolder(entry.clusterFolder());
        try (FileLock _ = host.lockMachine(folder, entry.name())) {
            MachineRecord record = require(entry, machine);
            MachineRecord stopped = record.stoppedOnRequest();
            folder.write(stopped);
            new MachineProcesses(record, new MachineDisk(folder.disk(record.name())))
                    .stop(host.fabric());
            return new MachineListing(host).describe(stopped);
        }
    }

    private HostFolder.Entry require(Machine machine) {
        return host.shared().find(machine.id()).orElseThrow(() -> unknown(machine));
    }

    private static MachineRecord require(HostFolder.Entry entry, Machine machine) {
        return entry.record()
                .filter(record -> record.phase() == MachineRecord.Phase.MADE)
                .orElseThrow(() -> unknown(machine));
    }

    private static BeltException unknown(Machine machine) {
        return new BeltException.NotFound(
                        LocalProblem.UNKNOWN_MACHINE,
                        machine.name() + " (" + machine.id() + ") is no finished local machine")
                .withRemedy("belt create " + machine.size() + " " + machine.name());
    }
}
