package belt.cli.output;

import belt.cli.term.Tint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lays out rows: aligned in columns two spaces apart for people, separated by tabs for programs.
final class Table {
    /// What a cell holds.
    record Cell(String text, Tint tint) {}

    /// A finished table.
    ///
    /// @param lines without line ends
    /// @param hidden how many columns did not fit
    record Layout(List<String> lines, int hidden) {}

    private static final String GAP = "  ";

    private Table() {}

    /// For programs: tabs, no colour, header included.
    static <T> List<String> tabbed(List<Column<T>> columns, List<T> rows) {
        var lines = new ArrayList<String>();
        lines.add(String.join("\t", columns.stream().map(Column::header).toList()));
        var line = new StringBuilder();
        for (T row : rows) {
            line.setLength(0);
            for (int i = 0; i < columns.size(); i++) {
                line.append(i == 0 ? "" : "\t").append(plain(columns.get(i).text().apply(row)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /// For people.
    ///
    /// @param width the terminal's width; 0 for no limit
    static <T> Layout aligned(List<Column<T>> columns, List<T> rows, int width, boolean colours) {
        var shown = new ArrayList<>(columns);
        List<List<Cell>> cells = cells(shown, rows);
        int hidden = 0;
        while (width > 0 && widthOf(cells) > width) {
            Column<T> victim =
                    shown.stream().max(Comparator.comparingInt(Column::dropOrder)).orElseThrow();
            if (victim.dropOrder() == 0 || shown.size() == 1) {
                break;
            }
            shown.remove(victim);
            hidden++;
            cells = cells(shown, rows);
        }
        return new Layout(lines(cells, colours), hidden);
    }

    private static <T> List<List<Cell>> cells(List<Column<T>> columns, List<T> rows) {
        var cells = new ArrayList<List<Cell>>();
        cells.add(columns.stream().map(column -> new Cell(column.header(), Tint.BOLD)).toList());
        for (T row : rows) {
            cells.add(
                    columns.stream()
                            .map(column ->
                                    new Cell(
                                            plain(column.text().apply(row)),
                                            column.tint().apply(row)))
                            .toList());
        }
        return cells;
    }

    private static List<String> lines(List<List<Cell>> rows, boolean colours) {
        int[] widths = widths(rows);
        var lines = new ArrayList<String>();
        for (List<Cell> row : rows) {
            var line = new StringBuilder();
            int end = row.size();
            while (end > 0 && row.get(end - 1).text().isEmpty()) {
                end--;
            }
            for (int i = 0; i < end; i++) {
                Cell cell = row.get(i);
                line.append(cell.tint().paint(cell.text(), colours));
                if (i < end - 1) {
                    line.append(" ".repeat(widths[i] - displayWidth(cell.text()))).append(GAP);
                }
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static int widthOf(List<List<Cell>> rows) {
        int[] widths = widths(rows);
        int sum = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            sum += width;
        }
        return sum;
    }

    private static int[] widths(List<List<Cell>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], displayWidth(row.get(i).text()));
            }
        }
        return widths;
    }

    /// How many columns a text takes: East Asian wide characters and emoji take two.
    static int displayWidth(String text) {
        return text.codePoints().map(Table::displayWidth).sum();
    }

    private static int displayWidth(int c) {
        boolean wide =
                c >= 0x1100 && c <= 0x115F
                        || c >= 0x2E80 && c <= 0xA4CF
                        || c >= 0xAC00 && c <= 0xD7A3
                        || c >= 0xF900 && c <= 0xFAFF
                        || c >= 0xFE30 && c <= 0xFE6F
                        || c >= 0xFF00 && c <= 0xFF60
                        || c >= 0x1F300 && c <= 0x1FAFF
                        || c >= 0x20000 && c <= 0x3FFFD;
        if (Character.getType(c) == Character.NON_SPACING_MARK) {
            return 0;
        }
        return wide ? 2 : 1;
    }

    /// A cell never breaks the table: control characters become spaces.
    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                return text.replaceAll("\\p{Cntrl}", " ");
            }
        }
        return text;
    }
}
