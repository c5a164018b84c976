package belt.provider.generic;

import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provider.RecordFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is written down of a machine that somebody else keeps.
///
/// @param id ours of it
/// @param name the operator's name of it
/// @param cluster its cluster
/// @param batch the batch that it was taken up in; empty in records of before there were batches
/// @param size what the operator called its size; nothing is done with it
/// @param address where its sshd listens
/// @param user the account to log in as
/// @param keyFile the private key's file; empty for the cluster's own
/// @param labels the operator's labels
/// @param createdAt when it was taken up
record GenericRecord(
        String id,
        String name,
        String cluster,
        String batch,
        String size,
        Address address,
        String user,
        String keyFile,
        Map<String, String> labels,
        Instant createdAt) {
    private static final String KIND = "belt-generic-machine";
    private static final String LABEL = "label.";

    GenericRecord {
        labels = Map.copyOf(labels);
    }

    Machine toMachine(MachineState state, @Nullable String reason) {
        return Machine.named(name, id, GenericType.NAME, cluster)
                .region(GenericType.NAME)
                .size(size)
                .addresses(List.of(address.host()))
                .ssh(user, address.port(), keyFile.isEmpty() ? null : keyFile)
                .state(state, reason)
                .labels(labels)
                .createdAt(createdAt)
                .batch(batch)
                .build();
    }

    void write(Path file) {
        var entries = new LinkedHashMap<String, String>();
        entries.put("id", id);
        entries.put("name", name);
        entries.put("cluster", cluster);
        entries.put("batch", batch);
        entries.put("size", size);
        entries.put("host", address.host());
        entries.put("port", Integer.toString(address.port()));
        entries.put("user", user);
        entries.put("key-file", keyFile);
        entries.put("created-at", createdAt.toString());
        labels.forEach((key, value) -> entries.put(LABEL + key, value));
        new RecordFile(KIND, entries).write(file);
    }

    static Optional<GenericRecord> find(Path file) {
        return RecordFile.find(file, KIND).map(record -> read(record, file));
    }

    private static GenericRecord read(RecordFile record, Path file) {
        var labels = new LinkedHashMap<String, String>();
        record.entries()
                .forEach((key, value) -> {
                    if (key.startsWith(LABEL)) {
                        labels.put(key.substring(LABEL.length()), value);
                    }
                });
        return new GenericRecord(
                record.require("id", file),
                record.require("name", file),
                record.require("cluster", file),
                record.entries().getOrDefault("batch", ""),
                record.require("size", file),
                new Address(
                        record.require("host", file), Address.port(record.require("port", file))),
                record.require("user", file),
                record.require("key-file", file),
                labels,
                Instant.parse(record.require("created-at", file)));
    }
}
