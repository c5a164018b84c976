package belt.cli;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.state.SecretWords;
import java.util.ArrayList;
import java.util.List;

/// What `--explain` prints: how the command line was read.
final class Explanation {
    private Explanation() {}

    static List<String> of(Call call) {
        var lines = new ArrayList<String>();
        lines.add("command    belt " + call.spec().name());
        call.arguments()
                .forEach(argument -> lines.add("argument   " + SecretWords.redacted(argument)));
        var options = new ArrayList<Opt<?>>(call.spec().options());
        options.addAll(Globals.ALL);
        for (Opt<?> option : options) {
            if (call.values().given(option) && option != Globals.EXPLAIN) {
                lines.add("option     " + option.longName() + " = " + value(call, option));
            } else if (call.io().variable(option.variable()).isPresent()) {
                lines.add("from env   " + option.variable() + " = " + value(call, option));
            }
        }
        return lines;
    }

    private static String value(Call call, Opt<?> option) {
        if (SecretWords.isSecret(option.longName())) {
            return "[REDACTED]";
        }
        return switch (call.find(option).orElse(null)) {
            case null -> "";
            case List<?> all ->
                    all.stream().map(each -> SecretWords.redacted(String.valueOf(each))).toList()
                            + "";
            case Object one -> SecretWords.redacted(one.toString());
        };
    }
}
