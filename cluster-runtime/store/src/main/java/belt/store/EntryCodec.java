package belt.store;

import belt.core.BeltException;
import belt.core.codec.MalformedException;
import belt.core.codec.RecordCodec;
import belt.core.codec.WireReader;
import belt.core.codec.WireWriter;
import belt.model.ServiceId;
import belt.model.TaskId;
import belt.model.TaskState;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The log's form of entries. The three actions that come once a task are written by hand in as few bytes as they need;
/// all others as records ({@link RecordCodec}). The first byte is the format: a newer one is refused.
public final class EntryCodec {
    /// The format that this version writes; it reads this and all older ones.
    public static final int FORMAT = 1;

    private static final int RECORD = 0;
    private static final int ASSIGN = 1;
    private static final int REPORT = 2;
    private static final int DESIRE = 3;
    private static final int ID_BYTES = 17;
    private static final TaskState[] STATES = TaskState.values();

    private EntryCodec() {}

    private record Boxed(Action action) {}

    /// The entry's bytes.
    public static byte[] encode(Entry entry) {
        var out = new WireWriter(1024);
        out.writeByte(FORMAT);
        long millis = entry.at().toEpochMilli();
        out.writeVarint(millis);
        for (List<Action> transaction : entry.transactions()) {
            int start = out.beginNested();
            for (Action action : transaction) {
                write(out, action, millis);
            }
            out.endNested(start);
        }
        return out.toArray();
    }

    /// How many bytes a transaction takes about, for filling entries.
    public static int size(List<Action> transaction) {
        var out = new WireWriter();
        transaction.forEach(action -> write(out, action, 0));
        return out.size();
    }

    /// Reads an entry.
    ///
    /// @throws BeltException.OperationFailed if it was written by a newer version, or is damaged
    public static Entry decode(byte[] bytes) {
        var in = new WireReader(bytes);
        try {
            int format = in.readByte();
            if (format > FORMAT) {
                throw new BeltException.OperationFailed(
                        StoreProblem.NEWER_FORMAT,
                        "the log holds an entry of format "
                                + format
                                + ", this beltd reads up to "
                                + FORMAT);
            }
            long millis = in.readVarint();
            var transactions = new ArrayList<List<Action>>();
            while (in.hasMore()) {
                WireReader nested = in.readNested();
                var actions = new ArrayList<Action>();
                while (nested.hasMore()) {
                    actions.add(read(nested, millis));
                }
                transactions.add(List.copyOf(actions));
            }
            return new Entry(Instant.ofEpochMilli(millis), transactions);
        } catch (MalformedException e) {
            throw new BeltException.OperationFailed(
                    StoreProblem.DAMAGED, "a log entry cannot be read: " + e.getMessage(), e);
        }
    }

    private static void write(WireWriter out, Action action, long millis) {
        switch (action) {
            case Action.AssignTasks assign -> writeAssign(out, assign);
            case Action.ReportTasks report -> writeReport(out, report, millis);
            case Action.DesireTasks desire -> {
                out.writeByte(DESIRE);
                out.writeByte(state(desire.desired()));
                writeNumbers(out, desire.numbers());
            }
            default -> {
                out.writeByte(RECORD);
                int start = out.beginNested();
                RecordCodec.of(Boxed.class).write(out, new Boxed(action));
                out.endNested(start);
            }
        }
    }

    private static Action read(WireReader in, long millis) {
        int kind = in.readByte();
        return switch (kind) {
            case RECORD -> RecordCodec.of(Boxed.class).read(in.readNested()).action();
            case ASSIGN -> readAssign(in);
            case REPORT -> readReport(in, millis);
            case DESIRE -> {
                TaskState desired = state(in.readByte());
                yield new Action.DesireTasks(readNumbers(in), desired);
            }
            default -> throw new MalformedException("no action has the number " + kind);
        };
    }

    @SuppressWarnings(
            "EnumOrdinal") // the log holds positions; states are only ever added at the end
    private static int state(TaskState state) {
        return state.ordinal();
    }

    private static TaskState state(int position) {
        if (position >= STATES.length) {
            throw new MalformedException("no task state has the number " + position);
        }
        return STATES[position];
    }

    private static void writeAssign(WireWriter out, Action.AssignTasks assign) {
        out.writeByte(ASSIGN);
        writeId(out, assign.serviceId().value());
        out.writeVarint(assign.specVersion());
        out.writeVarint(assign.jobIteration());
        out.writeVarint(assign.tasks().size());
        for (Action.NewTask task : assign.tasks()) {
            writeId(out, task.id().value());
            out.writeVarint(task.slot());
            out.writeVarint(task.nodeNumber());
            out.writeByte(state(task.desired()));
        }
    }

    private static Action readAssign(WireReader in) {
        var service = new ServiceId(readId(in));
        long specVersion = in.readVarint();
        long iteration = in.readVarint();
        int count = (int) in.readVarint();
        var tasks = new ArrayList<Action.NewTask>();
        for (int i = 0; i < count; i++) {
            tasks.add(
                    new Action.NewTask(
                            new TaskId(readId(in)),
                            in.readVarint(),
                            in.readVarint(),
                            state(in.readByte())));
        }
        return new Action.AssignTasks(service, specVersion, iteration, tasks);
    }

    /// A report without message, error, container and ports is four to eight bytes.
    private static void writeReport(WireWriter out, Action.ReportTasks reports, long millis) {
        out.writeByte(REPORT);
        out.writeVarint(reports.reports().size());
        for (Action.TaskReport report : reports.reports()) {
            boolean plain =
                    report.message().isEmpty()
                            && report.error().isEmpty()
                            && report.container() == null
                            && report.ports().isEmpty();
            out.writeVarint(report.number());
            out.writeByte(state(report.state()) | (plain ? 0 : 0x80));
            if (plain) {
                out.writeZigzag(report.at().toEpochMilli() - millis);
            } else {
                int start = out.beginNested();
                RecordCodec.of(Action.TaskReport.class).write(out, report);
                out.endNested(start);
            }
        }
    }

    private static Action readReport(WireReader in, long millis) {
        int count = (int) in.readVarint();
        var reports = new ArrayList<Action.TaskReport>();
        for (int i = 0; i < count; i++) {
            long number = in.readVarint();
            int state = in.readByte();
            if ((state & 0x80) != 0) {
                reports.add(RecordCodec.of(Action.TaskReport.class).read(in.readNested()));
            } else {
                var at = Instant.ofEpochMilli(millis + in.readZigzag());
                reports.add(
                        new Action.TaskReport(number, state(state), at, "", "", null, List.of()));
            }
        }
        return new Action.ReportTasks(reports);
    }

    private static void writeNumbers(WireWriter out, List<Long> numbers) {
        out.writeVarint(numbers.size());
        long last = 0;
        for (long number : numbers) {
            out.writeZigzag(number - last);
            last = number;
        }
    }

    private static List<Long> readNumbers(WireReader in) {
        int count = (int) in.readVarint();
        var numbers = new ArrayList<Long>();
        long last = 0;
        for (int i = 0; i < count; i++) {
            last += in.readZigzag();
            numbers.add(last);
        }
        return numbers;
    }

    /// 25 characters of base 36 fit into 17 bytes. Text of another form is refused: every id is made by us.
    static void writeId(WireWriter out, String id) {
        byte[] raw = new BigInteger(id, 36).toByteArray();
        byte[] fixed = new byte[ID_BYTES];
        int length = Math.min(raw.length, ID_BYTES);
        System.arraycopy(raw, raw.length - length, fixed, ID_BYTES - length, length);
        out.writeRaw(fixed);
    }

    static String readId(WireReader in) {
        String text = new BigInteger(1, in.readRaw(ID_BYTES)).toString(36);
        return "0".repeat(Math.max(0, 25 - text.length())) + text;
    }
}
