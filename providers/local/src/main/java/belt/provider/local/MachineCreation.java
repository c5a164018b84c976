package belt.provider.local;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.linux.BootId;
import belt.linux.FileLock;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Making machines: first all of them are written down with an id and an address, under the host's lock; then each gets
/// its disks and is started. Killed at any point, the next create goes on where this one stopped, and delete and list
/// know of everything that was begun.
///
/// @param host this host
/// @param wish what to make
/// @param onState hears of every change
record MachineCreation(LocalHost host, LocalRequest wish, Consumer<Machine> onState) {
    private static final Duration SSH = Duration.ofSeconds(60);

    /// Makes sure that the segment and a base are there, and writes the machines down that are not yet.
    ///
    /// @return the base that they are to stand on
    String register(Instant now) throws InterruptedException {
        try (FileLock _ = host.shared().lock()) {
            host.forgetGhosts();
            Fabric fabric =
                    Fabric.ensure(host.shared().fabricFile(), !host.shared().entries().isEmpty());
            String base = host.bases().ensure(wish.init());
            host.removeUnusedBases(Set.of(base));
            var taken = new HashSet<String>();
            host.shared().entries().forEach(entry -> taken.add(entry.address()));
            for (String name : wish.batch().names()) {
                if (wish.folder().find(name).isEmpty()) {
                    String address = fabric.freeAddress(taken);
                    taken.add(address);
                    write(record(name, address, base, now));
                }
            }
            return base;
        }
    }

    /// Makes one of them, finishes what was begun, or returns what is there already.
    Machine make(String name, String base) throws InterruptedException {
        try (FileLock _ = host.lockMachine(wish.folder(), name)) {
            MachineRecord record =
                    wish.folder()
                            .find(name)
                            .orElseThrow(() ->
                                    new BeltException.Conflict(
                                            LocalProblem.BUSY,
                                            name + " was removed while it was made"));
            return switch (record.phase()) {
                case MADE -> new MachineListing(host, wish.folder()).describe(record);
                case MAKING -> make(record, base);
                case DELETING ->
                        throw new BeltException.Conflict(
                                        LocalProblem.BUSY, name + " is being removed")
                                .withRemedy("belt rm " + name);
            };
        }
    }

    private Machine make(MachineRecord record, String base) throws InterruptedException {
        onState.accept(record.toMachine(MachineState.NEW, null));
        var disk = new MachineDisk(wish.folder().disk(record.name()));
        host.removeFromKernel(record.id());
        String hostKey =
                disk.make(
                        record, wish.batch().spec().sshPublicKey(), wish.batch().spec().userData());
        MachineRecord made = record.withDisk(base, hostKey).started(BootId.current());
        wish.folder().write(made);
        Fabric fabric = host.readyFor(made, wish.folder());
        var processes = host.processes(made, wish.folder());
        processes.start(fabric, host.bases());
        processes.awaitSsh(SSH);
        MachineRecord done = made.with(MachineRecord.Phase.MADE);
        wish.folder().write(done);
        Machine machine = done.toMachine(MachineState.ACTIVE, null);
        onState.accept(machine);
        return machine;
    }

    /// The host's entry comes first: an entry without a record is a ghost that the next create or delete forgets.
    private void write(MachineRecord record) {
        host.shared().write(HostFolder.Entry.of(record, wish.folder()));
        wish.folder().write(record);
    }

    private MachineRecord record(String name, String address, String base, Instant now) {
        String id = RandomId.next().substring(0, 8);
        return new MachineRecord(
                new MachineRecord.Identity(id, name, wish.cluster(), wish.batch().id()),
                wish.size(),
                wish.batch().spec().image(),
                wish.init(),
                base,
                address,
                "",
                wish.batch().spec().labels(),
                now,
                MachineRecord.Phase.MAKING,
                "",
                false);
    }
}
