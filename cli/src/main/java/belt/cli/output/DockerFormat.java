package belt.cli.output;

import belt.cli.json.Json;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The part of docker's `--format` templates that people use: `{{.Name}}`, `{{.Spec.Name}}`, `{{json .}}`, `{{upper .X}}`,
/// `{{lower .X}}`, and `\t`, `\n` in the text between.
final class DockerFormat {
    private sealed interface Piece {
        record Text(String text) implements Piece {}

        record Field(String function, List<String> path) implements Piece {}
    }

    private final String source;
    private final List<Piece> pieces;

    private DockerFormat(String source, List<Piece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    static DockerFormat parse(String source) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < source.length()) {
            int open = source.indexOf("{{", at);
            if (open < 0) {
                pieces.add(new Piece.Text(unescape(source.substring(at))));
                break;
            }
            int close = source.indexOf("}}", open);
            if (close < 0) {
                throw wrong(source, "'{{' is never closed");
            }
            if (open > at) {
                pieces.add(new Piece.Text(unescape(source.substring(at, open))));
            }
            pieces.add(field(source, source.substring(open + 2, close).strip()));
            at = close + 2;
        }
        return new DockerFormat(source, List.copyOf(pieces));
    }

    private static Piece.Field field(String source, String expression) {
        String[] words = expression.split("\\s+");
        String path = words[words.length - 1];
        String function = words.length == 2 ? words[0] : "";
        boolean known = List.of("", "json", "prettyjson", "upper", "lower").contains(function);
        if (words.length > 2 || !known || path.isEmpty()) {
            throw wrong(source, "'{{" + expression + "}}' is more than belt's templates can do");
        }
        String plain = path.startsWith(".") ? path.substring(1) : path;
        return new Piece.Field(function, plain.isEmpty() ? List.of() : List.of(plain.split("\\.")));
    }

    private static String unescape(String text) {
        return text.replace("\\t", "\t").replace("\\n", "\n");
    }

    /// The template with a thing's values in it.
    String fill(Object data) {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text plain -> text.append(plain.text());
                case Piece.Field field -> text.append(value(field, data));
            }
        }
        return text.toString();
    }

    private String value(Piece.Field field, Object data) {
        Object value = data;
        for (String step : field.path()) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(step)) {
                throw unknown(step, value);
            }
            Object next = map.get(step);
            value = next == null ? "" : next;
        }
        return switch (field.function()) {
            case "json" -> Json.compact(value);
            case "prettyjson" -> Json.pretty(value);
            case "upper" -> Json.plain(value).toUpperCase(Locale.ROOT);
            case "lower" -> Json.plain(value).toLowerCase(Locale.ROOT);
            default -> Json.plain(value);
        };
    }

    private BeltException unknown(String step, Object data) {
        List<String> known =
                data instanceof Map<?, ?> map
                        ? map.keySet().stream().map(String::valueOf).toList()
                        : List.of();
        String hint = Nearest.hint(step, known);
        return wrong(source, "there is no field '" + step + "'")
                .withDetail(hint.isEmpty() ? "the fields are " + String.join(", ", known) : hint);
    }

    /// docker's `table …` form: a header from the fields' names, columns aligned three spaces apart.
    static List<String> table(String source, List<? extends Map<String, Object>> rows) {
        return table(source, rows, Map.of());
    }

    /// The same, with headings that are not their field's name.
    static List<String> table(
            String source, List<? extends Map<String, Object>> rows, Map<String, String> headings) {
        var template = parse(source);
        var cells = new ArrayList<String[]>();
        cells.add(template.header(headings).split("\t", -1));
        rows.forEach(row -> cells.add(template.fill(row).split("\t", -1)));
        int[] widths = new int[cells.getFirst().length];
        for (String[] row : cells) {
            for (int i = 0; i < Math.min(widths.length, row.length); i++) {
                widths[i] = Math.max(widths[i], Table.displayWidth(row[i]));
            }
        }
        return cells.stream().map(row -> aligned(row, widths)).toList();
    }

    private static String aligned(String[] row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]);
            if (i < row.length - 1 && i < widths.length) {
                line.append(" ".repeat(widths[i] - Table.displayWidth(row[i]) + 3));
            }
        }
        return line.toString().stripTrailing();
    }

    private String header(Map<String, String> headings) {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text plain -> text.append(plain.text());
                case Piece.Field field -> text.append(heading(field, headings));
            }
        }
        return text.toString();
    }

    /// `DesiredState` → `DESIRED STATE`, as docker's own headers.
    private static String heading(Piece.Field field, Map<String, String> headings) {
        String name = field.path().isEmpty() ? "" : field.path().getLast();
        String given = headings.get(name);
        return given != null
                ? given
                : name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    private static BeltException wrong(String source, String message) {
        return new BeltException.InvalidInput(
                CliProblem.BAD_FORMAT, "template '" + source + "': " + message);
    }
}
