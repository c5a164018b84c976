package belt.store;

import belt.core.BeltException;
import belt.core.codec.MalformedException;
import belt.core.codec.RecordCodec;
import belt.core.codec.WireReader;
import belt.core.codec.WireWriter;
import belt.model.Cluster;
import belt.model.JoinTicket;
import belt.model.Node;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import java.util.Comparator;

/// The snapshot's form: a magic word, the format, the counters, then one tagged record an object. Only what is
/// replicated is in it, in an order of its own: managers with the same state write the same bytes.
final class SnapshotCodec {
    static final int FORMAT = 1;

    private static final String MAGIC = "BELTSNAP";
    private static final int CLUSTER = 1;
    private static final int NODE = 2;
    private static final int SERVICE = 3;
    private static final int SPEC = 4;
    private static final int TASK = 5;
    private static final int TICKET = 6;
    private static final int END = 99;

    private record StoredSpec(ServiceId service, long version, ServiceSpec spec) {}

    private SnapshotCodec() {}

    static byte[] encode(Tables tables) {
        var out = new WireWriter(1 << 16);
        out.writeString(MAGIC);
        out.writeVarint(FORMAT);
        out.writeVarint(tables.version);
        out.writeVarint(tables.nextNodeNumber);
        out.writeVarint(tables.nextTaskNumber);
        Cluster cluster = tables.cluster();
        if (cluster != null) {
            put(out, CLUSTER, cluster);
        }
        tables.nodes().stream()
                .sorted(Comparator.comparingLong(Node::number))
                .forEach(node -> put(out, NODE, SoftState.replicated(node)));
        tables.services().stream()
                .sorted(Comparator.comparing(Service::id))
                .forEach(service -> put(out, SERVICE, service));
        tables.specs().entrySet().stream()
                .map(each ->
                        new StoredSpec(
                                each.getKey().service(), each.getKey().version(), each.getValue()))
                .sorted(
                        Comparator.comparing(StoredSpec::service)
                                .thenComparingLong(StoredSpec::version))
                .forEach(spec -> put(out, SPEC, spec));
        tables.tasks().stream()
                .filter(task -> task.number() != 0)
                .sorted(Comparator.comparingLong(Task::number))
                .forEach(task -> put(out, TASK, SoftState.replicated(task)));
        tables.tickets().stream()
                .sorted(Comparator.comparing(JoinTicket::id))
                .forEach(ticket -> put(out, TICKET, ticket));
        out.writeVarint(END);
        return out.toArray();
    }

    private static void put(WireWriter out, int tag, Record object) {
        out.writeVarint(tag);
        int start = out.beginNested();
        RecordCodec.of(object.getClass()).write(out, object);
        out.endNested(start);
    }

    static void decode(byte[] bytes, Tables tables) {
        var in = new WireReader(bytes);
        try {
            if (!in.readString().equals(MAGIC)) {
                throw new MalformedException("it does not begin with " + MAGIC);
            }
            long format = in.readVarint();
            if (format > FORMAT) {
                throw new BeltException.OperationFailed(
                        StoreProblem.NEWER_FORMAT,
                        "the snapshot has format " + format + ", this beltd reads up to " + FORMAT);
            }
            read(
                    in,
                    new Tables()); // a dry run: a damaged snapshot must not leave half of it behind
            tables.clear();
            read(start(bytes), tables);
        } catch (MalformedException e) {
            throw new BeltException.OperationFailed(
                    StoreProblem.DAMAGED, "the snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    private static WireReader start(byte[] bytes) {
        var in = new WireReader(bytes);
        in.readString();
        in.readVarint();
        return in;
    }

    private static void read(WireReader in, Tables tables) {
        tables.version = in.readVarint();
        tables.nextNodeNumber = in.readVarint();
        tables.nextTaskNumber = in.readVarint();
        while (true) {
            int tag = (int) in.readVarint();
            if (tag == END) {
                return;
            }
            WireReader object = in.readNested();
            switch (tag) {
                case CLUSTER -> tables.put(RecordCodec.of(Cluster.class).read(object));
                case NODE -> tables.put(RecordCodec.of(Node.class).read(object));
                case SERVICE -> tables.put(RecordCodec.of(Service.class).read(object));
                case SPEC -> {
                    StoredSpec stored = RecordCodec.of(StoredSpec.class).read(object);
                    tables.putSpec(stored.service(), stored.version(), stored.spec());
                }
                case TASK -> tables.put(RecordCodec.of(Task.class).read(object));
                case TICKET -> tables.put(RecordCodec.of(JoinTicket.class).read(object));
                default -> throw new MalformedException("no table has the number " + tag);
            }
        }
    }
}
