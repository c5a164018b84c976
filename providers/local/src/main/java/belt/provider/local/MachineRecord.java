package belt.provider.local;

import belt.linux.CgroupLimits;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import belt.provider.RecordFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is written down of a machine. Whether it runs is never written down: the kernel knows.
///
/// @param identity who it is
/// @param size as the operator wrote it
/// @param image what its base was made of, for example `debian-12`
/// @param init the first process's kind
/// @param base the digest of its base; empty until one was chosen
/// @param address its IPv4 address
/// @param hostKey its public SSH host key, `ssh-ed25519 AAAA…`; empty until it has one
/// @param labels the operator's labels
/// @param createdAt when it was asked for
/// @param phase how far its making or removal has come
/// @param boot the host's boot during which it was last started; empty if never
/// @param stopped whether the operator stopped it
record MachineRecord(
        Identity identity,
        MachineSize size,
        String image,
        Init init,
        String base,
        String address,
        String hostKey,
        Map<String, String> labels,
        Instant createdAt,
        Phase phase,
        String boot,
        boolean stopped) {
    private static final String KIND = "belt-local-machine";
    private static final String LABEL = "label.";
    private static final long PIDS = 8192;

    /// @param id eight letters and digits, unique on this host, never reused; the kernel's names come from it
    /// @param name the operator's name of it
    /// @param cluster its cluster
    /// @param batch the batch that it was made in; empty in records of before there were batches
    record Identity(String id, String name, String cluster, String batch) {}

    /// The kind of the first process.
    enum Init {
        TINI,
        SYSTEMD
    }

    /// A machine whose making or removal was cut short is finished or undone by the next create or delete.
    enum Phase {
        MAKING,
        MADE,
        DELETING
    }

    MachineRecord {
        labels = Map.copyOf(labels);
    }

    String id() {
        return identity.id();
    }

    String name() {
        return identity.name();
    }

    CgroupLimits limits() {
        return new CgroupLimits(size.memoryBytes(), size.cpus() * 1000L, PIDS);
    }

    MachineRecord with(Phase next) {
        return new MachineRecord(
                identity, size, image, init, base, address, hostKey, labels, createdAt, next, boot,
                stopped);
    }

    MachineRecord withDisk(String newBase, String newHostKey) {
        return new MachineRecord(
                identity,
                size,
                image,
                init,
                newBase,
                address,
                newHostKey,
                labels,
                createdAt,
                phase,
                boot,
                stopped);
    }

    MachineRecord started(String newBoot) {
        return new MachineRecord(
                identity, size, image, init, base, address, hostKey, labels, createdAt, phase,
                newBoot, false);
    }

    MachineRecord stoppedOnRequest() {
        return new MachineRecord(
                identity, size, image, init, base, address, hostKey, labels, createdAt, phase, boot,
                true);
    }

    MachineRecord withSize(MachineSize other) {
        return new MachineRecord(
                identity, other, image, init, base, address, hostKey, labels, createdAt, phase,
                boot, stopped);
    }

    Machine toMachine(MachineState state, @Nullable String reason) {
        return Machine.named(name(), id(), LocalType.NAME, identity.cluster())
                .region(LocalType.NAME)
                .size(size)
                .image(image)
                .addresses(List.of(address))
                .state(state, reason)
                .hostKeys(hostKey.isEmpty() ? List.of() : List.of(hostKey))
                .labels(labels)
                .createdAt(createdAt)
                .batch(identity.batch())
                .build();
    }

    void write(Path file) {
        var entries = new LinkedHashMap<String, String>();
        entries.put("id", id());
        entries.put("name", name());
        entries.put("cluster", identity.cluster());
        entries.put("batch", identity.batch());
        entries.put("size", size.text());
        entries.put("memory-bytes", Long.toString(size.memoryBytes()));
        entries.put("cpus", Integer.toString(size.cpus()));
        entries.put("image", image);
        entries.put("init", init.name());
        entries.put("base", base);
        entries.put("address", address);
        entries.put("host-key", hostKey);
        entries.put("created-at", createdAt.toString());
        entries.put("phase", phase.name());
        entries.put("boot", boot);
        entries.put("stopped", Boolean.toString(stopped));
        labels.forEach((key, value) -> entries.put(LABEL + key, value));
        new RecordFile(KIND, entries).write(file);
    }

    static Optional<MachineRecord> find(Path file) {
        return RecordFile.find(file, KIND).map(record -> read(record, file));
    }

    private static MachineRecord read(RecordFile record, Path file) {
        var labels = new LinkedHashMap<String, String>();
        record.entries()
                .forEach((key, value) -> {
                    if (key.startsWith(LABEL)) {
                        labels.put(key.substring(LABEL.length()), value);
                    }
                });
        return new MachineRecord(
                new Identity(
                        record.require("id", file),
                        record.require("name", file),
                        record.require("cluster", file),
                        record.entries().getOrDefault("batch", "")),
                new MachineSize(
                        record.require("size", file),
                        Long.parseLong(record.require("memory-bytes", file)),
                        Integer.parseInt(record.require("cpus", file))),
                record.require("image", file),
                Init.valueOf(record.require("init", file)),
                record.require("base", file),
                record.require("address", file),
                record.require("host-key", file),
                labels,
                Instant.parse(record.require("created-at", file)),
                Phase.valueOf(record.require("phase", file)),
                record.require("boot", file),
                Boolean.parseBoolean(record.require("stopped", file)));
    }
}
