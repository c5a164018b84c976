package belt.cli.up;

import belt.cli.command.Call;
import belt.cli.file.ClusterFile;
import belt.cli.file.ServiceWish;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import java.util.ArrayList;
import java.util.List;

/// What `up` prints at its end: the nodes, the tasks, an address that answers, and what to try next.
final class Ending {
    private Ending() {}

    static void show(Call call, ClusterFile file, Estate estate, ClusterApi api)
            throws InterruptedException {
        if (call.out().structured()) {
            return;
        }
        table(call, api.nodeTable());
        for (ServiceWish wish : file.services()) {
            call.out().line("");
            table(call, api.taskTable(wish.name()));
        }
        String node = estate.cluster().activeHost().orElse(file.names().getFirst());
        String host = ClusterSsh.target(estate.cluster().inventory().require(node)).host();
        call.out().line("");
        for (ServiceWish wish : file.services()) {
            for (ServiceWish.Port port : wish.ports()) {
                if (port.published() != 0 && port.protocol().equals("tcp") && !port.host()) {
                    call.out()
                            .line(
                                    wish.name()
                                            + " answers on every node: http://"
                                            + host
                                            + ":"
                                            + port.published()
                                            + "/");
                }
            }
        }
        call.out().next("belt docker service ls");
    }

    private static void table(Call call, List<ClusterApi.Row> rows) {
        var widths = new ArrayList<Integer>();
        for (ClusterApi.Row row : rows) {
            for (int i = 0; i < row.cells().size(); i++) {
                int width = row.cells().get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        for (ClusterApi.Row row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.cells().size(); i++) {
                String cell = row.cells().get(i);
                line.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 3));
            }
            call.out().line(line.toString().stripTrailing());
        }
    }
}
