package belt.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Comma-separated values as RFC 4180 has them, with a header line.
final class Csv {
    private Csv() {}

    static <T> List<String> lines(List<Column<T>> columns, List<T> rows) {
        var lines = new ArrayList<String>();
        lines.add(join(columns.stream().map(Column::header).toList()));
        for (T row : rows) {
            lines.add(join(columns.stream().map(column -> column.text().apply(row)).toList()));
        }
        return lines;
    }

    private static String join(List<String> cells) {
        return String.join(",", cells.stream().map(Csv::quote).toList());
    }

    private static String quote(String cell) {
        boolean special =
                cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0 || cell.indexOf('\n') >= 0;
        return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
