package belt.cli.output;

import belt.cli.json.Json;
import belt.cli.problem.CliProblem;
import belt.cli.term.Io;
import belt.cli.term.Tint;
import belt.core.BeltException;
import belt.core.Nearest;
import java.util.List;
import java.util.Map;

/// Where a command's words go: results to stdout in the format that was asked for, talk to stderr.
public final class Out {
    private static final List<String> FORMATS =
            List.of("table", "wide", "json", "yaml", "csv", "name");

    private final Io io;
    private final Style style;

    public Out(Io io, Style style) {
        this.io = io;
        this.style = style;
        checkFormat(style.format());
    }

    private static void checkFormat(String format) {
        if (FORMATS.contains(format)
                || format.startsWith("template=")
                || format.startsWith("jsonpath=")) {
            return;
        }
        String hint = Nearest.hint(format, FORMATS);
        throw new BeltException.InvalidInput(
                        CliProblem.BAD_FORMAT, "'" + format + "' is not an output format")
                .withDetail(
                        hint.isEmpty()
                                ? "the formats are table, wide, json, yaml, csv, name, jsonpath=… and template=…"
                                : hint);
    }

    /// Prints a line of results, whatever the format.
    public void line(String text) {
        io.out().println(text);
    }

    /// Says something on stderr; silent with `-q`.
    public void say(String text) {
        if (!style.quiet()) {
            io.err().println(text);
        }
    }

    /// Says something on stderr that must be heard even with `-q`.
    public void warn(String text) {
        io.err().println(Tint.NOTICE.paint("notice:", style.errColours()) + " " + text);
    }

    /// Says something on stderr with `-v` only.
    public void detail(String text) {
        if (style.verbose() > 0) {
            io.err().println(text);
        }
    }

    /// Ends a command that changed something: the one command to try next.
    public void next(String command) {
        say(Tint.DIM.paint("next:", style.errColours()) + " " + command);
    }

    /// Whether results are meant for a program: then a command prints nothing else to stdout.
    public boolean structured() {
        return !style.format().equals("table") && !style.format().equals("wide");
    }

    /// Prints a list in the chosen format. An empty list is not an error.
    public <T> void list(View<T> view, List<T> unsorted) {
        List<T> items = view.sort(unsorted);
        if (style.quiet()) {
            items.forEach(item -> line(view.name(item)));
            return;
        }
        switch (style.format()) {
            case "table" -> table(view, items, false);
            case "wide" -> table(view, items, true);
            case "json" -> line(Json.pretty(items.stream().map(view::data).toList()));
            case "yaml" -> io.out().print(Yaml.text(items.stream().map(view::data).toList()));
            case "csv" -> Csv.lines(view.columns(true), items).forEach(this::line);
            case "name" -> items.forEach(item -> line(view.name(item)));
            default -> byExpression(Map.of("items", items.stream().map(view::data).toList()));
        }
    }

    /// Prints one thing: as data in the data formats, as a one-row table else.
    public <T> void one(View<T> view, T item) {
        switch (style.format()) {
            case "json" -> line(Json.pretty(view.data(item)));
            case "yaml" -> io.out().print(Yaml.text(view.data(item)));
            case "table", "wide", "csv", "name" -> list(view, List.of(item));
            default -> byExpression(view.data(item));
        }
    }

    /// Prints a list by a docker-style format: `json`, `table {{.Name}}\t…`, `{{.Name}}`.
    public <T> void docker(View<T> view, List<T> unsorted, String format) {
        List<T> items = view.sort(unsorted);
        if (format.equals("json")) {
            items.forEach(item -> line(Json.compact(view.fields(item))));
        } else if (format.equals("table")) {
            table(view, items, false);
        } else if (format.startsWith("table ")) {
            DockerFormat.table(
                            format.substring(6),
                            items.stream().map(view::fields).toList(),
                            view.headings())
                    .forEach(this::line);
        } else {
            var template = DockerFormat.parse(format);
            items.forEach(item -> line(template.fill(view.fields(item))));
        }
    }

    private void byExpression(Map<String, Object> data) {
        String format = style.format();
        String expression = format.substring(format.indexOf('=') + 1);
        if (format.startsWith("jsonpath=")) {
            JsonPath.parse(expression).select(data).forEach(value -> line(Json.plain(value)));
        } else if (data.get("items") instanceof List<?> items && data.size() == 1) {
            var template = DockerFormat.parse(expression);
            items.forEach(item -> line(template.fill(item)));
        } else {
            line(DockerFormat.parse(expression).fill(data));
        }
    }

    private <T> void table(View<T> view, List<T> items, boolean wide) {
        List<Column<T>> columns = view.columns(wide);
        if (!io.terminals().out() && !style.alwaysAligned()) {
            Table.tabbed(columns, items).forEach(this::line);
            return;
        }
        int width = wide ? 0 : io.columns().getAsInt();
        Table.Layout layout = Table.aligned(columns, items, width, style.outColours());
        layout.lines().forEach(this::line);
        if (layout.hidden() > 0) {
            String columnsWord = layout.hidden() == 1 ? " column" : " columns";
            say("… " + layout.hidden() + columnsWord + " hidden, -o wide shows all");
        }
    }
}
