package belt.core.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One component of a record on the wire.
final class Field {
    private enum Shape {
        SINGLE,
        LIST,
        MAP
    }

    private final String name;
    private final int number;
    private final Shape shape;
    private final Form form;
    private final boolean nullable;
    private final MethodHandle getter;

    private Field(
            String name,
            int number,
            Shape shape,
            Form form,
            boolean nullable,
            MethodHandle getter) {
        this.name = name;
        this.number = number;
        this.shape = shape;
        this.form = form;
        this.nullable = nullable;
        this.getter = getter;
    }

    static Field of(int number, RecordComponent component, MethodHandle accessor) {
        Class<?> raw = component.getType();
        Shape shape = raw == List.class ? Shape.LIST : raw == Map.class ? Shape.MAP : Shape.SINGLE;
        Class<?> element =
                shape == Shape.SINGLE
                        ? raw
                        : argument(component.getGenericType(), shape == Shape.MAP ? 1 : 0);
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return new Field(
                component.getDeclaringRecord().getSimpleName() + "." + component.getName(),
                number,
                shape,
                Form.of(element),
                nullable,
                accessor.asType(MethodType.methodType(Object.class, Object.class)));
    }

    private static Class<?> argument(Type type, int index) {
        if (type instanceof ParameterizedType p) {
            Type argument = p.getActualTypeArguments()[index];
            if (argument instanceof Class<?> c) {
                return c;
            }
        }
        throw new IllegalArgumentException(type + " is too general for the wire");
    }

    int wire() {
        return shape == Shape.MAP ? 2 : form.wire();
    }

    private void key(WireWriter out) {
        out.writeVarint(((long) number << 3) | wire());
    }

    void write(WireWriter out, Object record) {
        Object value;
        try {
            value = (Object) getter.invokeExact(record);
        } catch (Throwable e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
        if (value == null) {
            return;
        }
        switch (shape) {
            case SINGLE -> {
                if (nullable || !form.isDefault(value)) {
                    key(out);
                    form.write(out, value);
                }
            }
            case LIST -> {
                for (Object element : (List<?>) value) {
                    key(out);
                    form.write(out, element);
                }
            }
            case MAP ->
                    ((Map<?, ?>) value)
                            .entrySet().stream()
                                    .sorted((a, b) ->
                                            a.getKey().toString().compareTo(b.getKey().toString()))
                                    .forEach(entry -> writeEntry(out, entry));
        }
    }

    private void writeEntry(WireWriter out, Map.Entry<?, ?> entry) {
        key(out);
        int start = out.beginNested();
        out.writeString((String) entry.getKey());
        form.write(out, entry.getValue());
        out.endNested(start);
    }

    @SuppressWarnings("unchecked")
    void read(WireReader in, @Nullable Object[] values) {
        Object before = values[number - 1];
        switch (shape) {
            case SINGLE -> values[number - 1] = form.read(in);
            case LIST -> {
                var list = before == null ? new ArrayList<Object>() : (List<Object>) before;
                list.add(form.read(in));
                values[number - 1] = list;
            }
            case MAP -> {
                var map =
                        before == null
                                ? new LinkedHashMap<String, Object>()
                                : (Map<String, Object>) before;
                WireReader entry = in.readNested();
                map.put(entry.readString(), form.read(entry));
                values[number - 1] = map;
            }
        }
    }

    @Nullable Object finish(@Nullable Object read) {
        if (read != null || nullable) {
            return read;
        }
        return switch (shape) {
            case SINGLE -> form.defaultValue();
            case LIST -> List.of();
            case MAP -> Map.of();
        };
    }
}
