package belt.cli.basic;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.output.View;

/// `belt expand`.
final class Expand implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "expand", "Print the names that patterns stand for")
                .arguments("PATTERN…")
                .example("belt expand 'node[1:4]'", "node1 to node4, a line each")
                .example("belt expand '{sgp1,nyc3}-w[01:10:3]'", "a product, with zeros kept")
                .example("belt expand 'node[1:4]' -o json", "for programs")
                .note("The grammar: belt help selectors")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var names = call.names(call.arguments());
        if (call.out().structured()) {
            call.out()
                    .list(
                            View.<String>of("name", name -> name)
                                    .column("NAME", name -> name)
                                    .unsorted(),
                            names);
        } else {
            names.forEach(call.out()::line);
        }
        return Exit.DONE;
    }
}
