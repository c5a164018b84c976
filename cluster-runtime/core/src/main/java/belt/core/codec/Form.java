package belt.core.codec;

import belt.core.Bytes;
import belt.core.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How one type of value looks on the wire.
///
/// @param wire Protocol Buffers' wire type: 0 varint, 1 eight bytes, 2 with a length
/// @param missing makes what a missing field means
record Form(
        int wire,
        BiConsumer<WireWriter, Object> writer,
        Function<WireReader, Object> reader,
        Supplier<@Nullable Object> missing) {
    void write(WireWriter out, Object value) {
        writer.accept(out, value);
    }

    Object read(WireReader in) {
        return reader.apply(in);
    }

    @Nullable Object defaultValue() {
        return missing.get();
    }

    boolean isDefault(Object value) {
        return value.equals(missing.get());
    }

    static Form of(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return new Form(
                    0,
                    (o, v) -> o.writeVarint((Boolean) v ? 1 : 0),
                    i -> i.readVarint() != 0,
                    () -> false);
        }
        if (type == int.class || type == Integer.class) {
            return new Form(
                    0, (o, v) -> o.writeZigzag((Integer) v), i -> (int) i.readZigzag(), () -> 0);
        }
        if (type == long.class || type == Long.class) {
            return new Form(0, (o, v) -> o.writeZigzag((Long) v), WireReader::readZigzag, () -> 0L);
        }
        if (type == double.class || type == Double.class) {
            return new Form(
                    1,
                    (o, v) -> o.writeFixed64(Double.doubleToLongBits((Double) v)),
                    i -> Double.longBitsToDouble(i.readFixed64()),
                    () -> 0.0);
        }
        if (type.isEnum()) {
            return enumForm(type);
        }
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isSealed()) {
            return choice(type);
        }
        return scalar(type);
    }

    private static Form scalar(Class<?> type) {
        if (type == String.class) {
            return new Form(
                    2, (o, v) -> o.writeString((String) v), WireReader::readString, () -> "");
        }
        if (type == Secret.class) {
            return new Form(
                    2,
                    (o, v) -> o.writeString(((Secret) v).reveal()),
                    i -> Secret.of(i.readString()),
                    () -> Secret.of(""));
        }
        if (type == Bytes.class) {
            return new Form(
                    2,
                    (o, v) -> o.writeBytes(((Bytes) v).toArray()),
                    i -> Bytes.of(i.readBytes()),
                    Bytes::empty);
        }
        if (type == Duration.class) {
            return new Form(
                    0,
                    (o, v) -> o.writeZigzag(((Duration) v).toNanos()),
                    i -> Duration.ofNanos(i.readZigzag()),
                    () -> Duration.ZERO);
        }
        if (type == Instant.class) {
            return new Form(2, Form::writeInstant, Form::readInstant, () -> Instant.EPOCH);
        }
        throw new IllegalArgumentException(type + " has no form on the wire");
    }

    private static void writeInstant(WireWriter out, Object value) {
        var instant = (Instant) value;
        int start = out.beginNested();
        out.writeZigzag(instant.getEpochSecond());
        out.writeVarint(instant.getNano());
        out.endNested(start);
    }

    private static Instant readInstant(WireReader in) {
        WireReader nested = in.readNested();
        return Instant.ofEpochSecond(nested.readZigzag(), nested.readVarint());
    }

    @SuppressWarnings(
            "EnumOrdinal") // the wire holds positions; constants are only ever added at the end
    private static Form enumForm(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return new Form(
                0,
                (o, v) -> o.writeVarint(((Enum<?>) v).ordinal()),
                i -> {
                    long ordinal = i.readVarint();
                    if (ordinal < 0 || ordinal >= constants.length) {
                        throw new MalformedException(
                                type.getSimpleName() + " has no constant number " + ordinal);
                    }
                    return constants[(int) ordinal];
                },
                () -> constants[0]);
    }

    /// Looked up on use, not on creation: a record may hold others of its own type.
    private static Form record(Class<?> type) {
        return new Form(
                2,
                (o, v) -> {
                    int start = o.beginNested();
                    RecordCodec.any(type).write(o, v);
                    o.endNested(start);
                },
                i -> RecordCodec.any(type).read(i.readNested()),
                () -> RecordCodec.any(type).read(new WireReader(new byte[0])));
    }

    private static Form choice(Class<?> type) {
        Class<?>[] cases = type.getPermittedSubclasses();
        return new Form(
                2,
                (o, v) -> {
                    int start = o.beginNested();
                    for (int n = 0; n < cases.length; n++) {
                        if (cases[n] == v.getClass()) {
                            o.writeVarint(n);
                            RecordCodec.any(cases[n]).write(o, v);
                        }
                    }
                    o.endNested(start);
                },
                i -> {
                    WireReader nested = i.readNested();
                    long n = nested.readVarint();
                    if (n < 0 || n >= cases.length) {
                        throw new MalformedException(
                                type.getSimpleName() + " has no case number " + n);
                    }
                    return RecordCodec.any(cases[(int) n]).read(nested);
                },
                () -> RecordCodec.any(cases[0]).read(new WireReader(new byte[0])));
    }
}
