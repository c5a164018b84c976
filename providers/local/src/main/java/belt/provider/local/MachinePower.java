package belt.provider.local;

import belt.core.BeltException;
import belt.linux.BootId;
import belt.linux.FileLock;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import java.time.Duration;

/// Starting and stopping.
///
/// @param host this host
/// @param folder the cluster's folder
record MachinePower(LocalHost host, ClusterFolder folder) {
    private static final Duration SSH = Duration.ofSeconds(60);

    Machine start(Machine machine) throws InterruptedException {
        try (FileLock _ = host.lockMachine(folder, machine.name())) {
            MachineRecord record = require(machine);
            var processes = host.processes(record, folder);
            if (processes.init().isEmpty()) {
                host.preflight().require(record.init());
                Fabric fabric = host.readyFor(record, folder);
                folder.write(record.started(BootId.current()));
                processes.start(fabric, host.bases());
                processes.awaitSsh(SSH);
            }
            return record.toMachine(MachineState.ACTIVE, null);
        }
    }

    Machine stop(Machine machine) throws InterruptedException {
        return end(machine, processes -> processes.stop(host.fabric()));
    }

    /// As if its power was cut.
    Machine kill(Machine machine) throws InterruptedException {
        return end(machine, processes -> processes.kill(host.fabric()));
    }

    /// One way to end a machine's processes.
    private interface Ending {
        void of(MachineProcesses processes) throws InterruptedException;
    }

    private Machine end(Machine machine, Ending ending) throws InterruptedException {
        try (FileLock _ = host.lockMachine(folder, machine.name())) {
            MachineRecord record = require(machine);
            MachineRecord stopped = record.stoppedOnRequest();
            folder.write(stopped);
            ending.of(host.processes(record, folder));
            return new MachineListing(host, folder).describe(stopped);
        }
    }

    Machine restart(Machine machine) throws InterruptedException {
        stop(machine);
        return start(machine);
    }

    /// Other limits, at once: what runs goes on. Memory below what is in use makes the kernel reclaim, and end processes
    /// where that is not enough, as on a real host.
    Machine resize(Machine machine, MachineSize size) throws InterruptedException {
        try (FileLock _ = host.lockMachine(folder, machine.name())) {
            MachineRecord resized = require(machine).withSize(size);
            folder.write(resized);
            host.processes(resized, folder).limit();
            return new MachineListing(host, folder).describe(resized);
        }
    }

    private MachineRecord require(Machine machine) {
        return folder.find(machine.name())
                .filter(record -> record.id().equals(machine.id()))
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
