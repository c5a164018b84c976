package belt.playbooks.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Names and their values. An inner scope sees the outer one; what is set inside stays inside, as in Jinja's loops.
public final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final BiFunction<Object, Scope, @Nullable Object> onRead;

    /// @param values the outermost names
    /// @param onRead looks at each value that is read: variables may hold templates themselves
    public Scope(
            Map<String, @Nullable Object> values,
            BiFunction<Object, Scope, @Nullable Object> onRead) {
        this.outer = null;
        this.onRead = onRead;
        this.values.putAll(values);
    }

    private Scope(Scope outer) {
        this.outer = outer;
        this.onRead = outer.onRead;
    }

    /// A scope inside this one.
    public Scope inner() {
        return new Scope(this);
    }

    public void set(String name, @Nullable Object value) {
        values.put(name, value);
    }

    boolean has(String name) {
        return values.containsKey(name) || outer != null && outer.has(name);
    }

    @Nullable Object read(String name) {
        if (values.containsKey(name)) {
            Object value = values.get(name);
            return value == null ? null : onRead.apply(value, this);
        }
        return outer == null ? null : outer.read(name);
    }

    Set<String> names() {
        var all = new TreeSet<>(values.keySet());
        if (outer != null) {
            all.addAll(outer.names());
        }
        return all;
    }
}
