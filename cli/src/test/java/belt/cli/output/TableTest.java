package belt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.term.Tint;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private record Row(String name, String image, String state) {}

    private static final List<Row> ROWS =
            List.of(new Row("web2", "debian 12", "active"), new Row("日本", "x\ny", "new"));

    private static List<Column<Row>> columns() {
        return View.<Row>of("row", Row::name)
                .column("NAME", Row::name)
                .droppable("IMAGE", 2, Row::image)
                .column("STATUS", Row::state)
                .tinted(row -> row.state().equals("active") ? Tint.GOOD : Tint.PLAIN)
                .columns(false);
    }

    @Test
    void alignsWideCharactersAndKeepsControlCharactersOut() {
        assertThat(Table.aligned(columns(), ROWS, 0, false).lines())
                .containsExactly(
                        "NAME  IMAGE      STATUS", "web2  debian 12  active", "日本  x y        new");
    }

    @Test
    void dropsColumnsThatDoNotFit() {
        var layout = Table.aligned(columns(), ROWS, 20, false);
        assertThat(layout.lines()).containsExactly("NAME  STATUS", "web2  active", "日本  new");
        assertThat(layout.hidden()).isEqualTo(1);
    }

    @Test
    void coloursWithoutShiftingColumns() {
        assertThat(Table.aligned(columns(), ROWS, 0, true).lines().get(1))
                .isEqualTo("web2  debian 12  \u001b[32mactive\u001b[0m");
    }

    @Test
    void separatesByTabsForPrograms() {
        assertThat(Table.tabbed(columns(), ROWS))
                .startsWith("NAME\tIMAGE\tSTATUS", "web2\tdebian 12\tactive");
    }
}
