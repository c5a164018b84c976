package belt.core.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// Turns records into Protocol Buffers' wire format and back. A component's field number is its position, so the rule of
/// evolution is: components are only ever **added at the end**, never moved, removed or given another type; permitted
/// types of a sealed interface likewise. Unknown fields are skipped, missing ones read as null where the component is
/// `@Nullable` and else as zero, false, "", empty or the first constant.
///
/// Component types: boolean, int, long, double, their boxed forms, String, enums, {@link java.time.Instant},
/// {@link java.time.Duration}, {@link belt.core.Secret}, {@link belt.core.Bytes}, records, sealed interfaces of records,
/// and `List` and `Map<String, …>` of those.
public final class RecordCodec<T> {
    private static final ClassValue<RecordCodec<?>> CODECS =
            new ClassValue<>() {
                @Override
                protected RecordCodec<?> computeValue(Class<?> type) {
                    return new RecordCodec<>(type);
                }
            };

    private final Class<T> type;
    private final Field[] fields;
    private final MethodHandle constructor;

    private RecordCodec(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type + " is no record");
        }
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        fields = new Field[components.length];
        try {
            var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                fields[i] =
                        Field.of(
                                i + 1,
                                components[i],
                                lookup.unreflect(components[i].getAccessor()));
            }
            constructor =
                    lookup.findConstructor(type, MethodType.methodType(void.class, types))
                            .asSpreader(Object[].class, components.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " cannot be read by reflection", e);
        }
    }

    /// The codec of a record type; made once a type.
    @SuppressWarnings("unchecked")
    public static <T extends Record> RecordCodec<T> of(Class<T> type) {
        return (RecordCodec<T>) CODECS.get(type);
    }

    static RecordCodec<?> any(Class<?> type) {
        return CODECS.get(type);
    }

    /// The record's bytes.
    public byte[] encode(T value) {
        var out = new WireWriter();
        write(out, value);
        return out.toArray();
    }

    /// Writes the record's fields without a length in front.
    public void write(WireWriter out, Object value) {
        for (Field field : fields) {
            field.write(out, value);
        }
    }

    /// Reads a whole array as one record.
    ///
    /// @throws MalformedException if it is none
    public T decode(byte[] bytes) {
        return read(new WireReader(bytes));
    }

    /// Reads a record from all that is left in the reader.
    public T read(WireReader in) {
        @Nullable Object[] values = new @Nullable Object[fields.length];
        while (in.hasMore()) {
            long key = in.readVarint();
            long number = key >>> 3;
            int wire = (int) (key & 7);
            if (number >= 1 && number <= fields.length && fields[(int) number - 1].wire() == wire) {
                fields[(int) number - 1].read(in, values);
            } else {
                in.skip(wire);
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].finish(values[i]);
        }
        try {
            return type.cast((Object) constructor.invokeExact(values));
        } catch (MalformedException e) {
            throw e;
        } catch (Throwable e) { // a record's own validation, or a component of the wrong form
            throw new MalformedException(
                    type.getSimpleName() + " refused what was read: " + e.getMessage(), e);
        }
    }
}
