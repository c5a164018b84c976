package belt.cli.output;

import belt.cli.term.Tint;
import belt.core.NaturalOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How one kind of thing is shown: the columns of its table, its name, its data for programs, and the fields that
/// docker-style `--format` templates may name. A command builds one and hands it to {@link Out} with the things.
///
/// ```java
/// var view = View.<Machine>of("machine", Machine::name)
///         .column("NAME", Machine::name)
///         .column("STATUS", m -> m.state().name()).tinted(m -> Tint.GOOD)
///         .droppable("IMAGE", 2, Machine::image)
///         .wide("LABELS", m -> m.labels().toString())
///         .data(m -> Map.of("name", m.name()));
/// ```
public final class View<T> {
    private final String kind;
    private final Function<T, String> name;
    private final List<Column<T>> columns = new ArrayList<>();
    private final Map<String, Function<T, Object>> fields = new LinkedHashMap<>();
    private @Nullable Function<T, Map<String, Object>> data;
    private final Map<String, String> headings = new LinkedHashMap<>();
    private @Nullable Comparator<T> order;
    private boolean sorted = true;

    private View(String kind, Function<T, String> name) {
        this.kind = kind;
        this.name = name;
    }

    /// @param kind the kind's name in data, singular: `machine`
    /// @param name what `-o name` and `-q` print, and what rows are sorted by
    public static <T> View<T> of(String kind, Function<T, String> name) {
        return new View<>(kind, name);
    }

    /// Adds a column that is always shown.
    public View<T> column(String header, Function<T, String> text) {
        return add(header, text, false, 0);
    }

    /// Adds a column that may vanish on a narrow terminal, the one with the highest number first.
    public View<T> droppable(String header, int dropOrder, Function<T, String> text) {
        return add(header, text, false, dropOrder);
    }

    /// Adds a column that is shown only with `-o wide`.
    public View<T> wide(String header, Function<T, String> text) {
        return add(header, text, true, 0);
    }

    private View<T> add(String header, Function<T, String> text, boolean wide, int dropOrder) {
        columns.add(new Column<>(header, text, wide, dropOrder, _ -> Tint.PLAIN));
        return this;
    }

    /// Colours the column added last.
    public View<T> tinted(Function<T, Tint> tint) {
        Column<T> last = columns.removeLast();
        columns.add(new Column<>(last.header(), last.text(), last.wide(), last.dropOrder(), tint));
        return this;
    }

    /// Sets what programs get with `-o json` and `-o yaml`: strings, numbers, booleans, lists and maps. Without it they
    /// get the columns.
    public View<T> data(Function<T, Map<String, Object>> value) {
        this.data = value;
        return this;
    }

    /// Adds a field for docker-style templates, `{{.Name}}`.
    public View<T> field(String field, Function<T, Object> value) {
        fields.put(field, value);
        return this;
    }

    /// Sets the heading of a field in `table …` templates, where it is not the field's name in capitals.
    public View<T> heading(String field, String text) {
        headings.put(field, text);
        return this;
    }

    Map<String, String> headings() {
        return headings;
    }

    /// Keeps the rows in the order given instead of sorting them by name.
    public View<T> unsorted() {
        this.sorted = false;
        return this;
    }

    /// Sorts the rows by something else than the name.
    public View<T> sortedBy(Comparator<T> comparator) {
        this.order = comparator;
        return this;
    }

    String kind() {
        return kind;
    }

    String name(T item) {
        return name.apply(item);
    }

    List<Column<T>> columns(boolean wide) {
        return columns.stream().filter(column -> wide || !column.wide()).toList();
    }

    /// The data of one thing, `kind` and `apiVersion` first.
    Map<String, Object> data(T item) {
        var all = new LinkedHashMap<String, Object>();
        all.put("kind", kind);
        all.put("apiVersion", "belt/v1");
        if (data != null) {
            all.putAll(data.apply(item));
        } else {
            columns.forEach(column -> all.put(camel(column.header()), column.text().apply(item)));
        }
        return all;
    }

    /// The fields of one thing for a docker-style template: the declared ones, else the columns by their header.
    Map<String, Object> fields(T item) {
        var all = new LinkedHashMap<String, Object>();
        if (fields.isEmpty()) {
            columns.forEach(column -> all.put(pascal(column.header()), column.text().apply(item)));
        } else {
            fields.forEach((field, value) -> all.put(field, value.apply(item)));
        }
        return all;
    }

    List<T> sort(List<T> items) {
        if (!sorted) {
            return items;
        }
        var rows = new ArrayList<T>(items);
        rows.sort(order == null ? this::byName : order);
        return rows;
    }

    /// Written out: a comparator that an interface's method makes is not in the JVM's AOT cache.
    private int byName(T one, T other) {
        return NaturalOrder.INSTANCE.compare(name.apply(one), name.apply(other));
    }

    /// `CREATED AT` → `createdAt`.
    private static String camel(String header) {
        String pascal = pascal(header);
        return pascal.isEmpty()
                ? pascal
                : Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1);
    }

    /// `CREATED AT` → `CreatedAt`, `#NODES` → `Nodes`.
    private static String pascal(String header) {
        var text = new StringBuilder();
        for (String word : header.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0)));
                text.append(word.substring(1).toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }
}
