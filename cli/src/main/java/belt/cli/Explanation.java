package belt.cli;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import java.util.ArrayList;
import java.util.List;

/// What `--explain` prints: how the command line was read.
final class Explanation {
    private Explanation() {}

    static List<String> of(Call call) {
        var lines = new ArrayList<String>();
        lines.add("command    belt " + call.spec().name());
        call.arguments().forEach(argument -> lines.add("argument   " + argument));
        var options = new ArrayList<Opt<?>>(call.spec().options());
        options.addAll(Globals.ALL);
        for (Opt<?> option : options) {
            if (call.values().given(option) && option != Globals.EXPLAIN) {
                lines.add(
                        "option     "
                                + option.longName()
                                + " = "
                                + call.find(option).map(Object::toString).orElse(""));
            } else if (call.io().variable(option.variable()).isPresent()) {
                lines.add(
                        "from env   "
                                + option.variable()
                                + " = "
                                + call.find(option).map(Object::toString).orElse(""));
            }
        }
        return lines;
    }
}
