package belt.cli.help;

import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The text of `belt COMMAND --help`: purpose, usage, examples first, then options, then notes.
public final class CommandHelp {
    private static final int INDENT = 34;

    private CommandHelp() {}

    public static String text(Spec spec) {
        var text = new StringBuilder();
        text.append(spec.summary()).append(".\n\n");
        text.append("usage\n  ").append(usage(spec)).append('\n');
        if (!spec.examples().isEmpty()) {
            text.append("\nexamples\n");
            for (Spec.Example example : spec.examples()) {
                text.append("  ").append(example.line());
                text.append(" ".repeat(Math.max(2, 46 - example.line().length())));
                text.append(example.what()).append('\n');
            }
        }
        List<Opt<?>> own = spec.options();
        options(text, "options", own, Set.of());
        var taken = new HashSet<String>();
        own.forEach(option -> taken.addAll(option.names()));
        if (spec.reach() == Spec.Reach.PASS_THROUGH) {
            text.append(
                    "\nOptions of belt stand in front of the command's name; what follows is passed on as it is.\n");
        } else {
            options(text, "options of every command", Globals.ALL, taken);
        }
        spec.notes().forEach(note -> text.append('\n').append(note).append('\n'));
        text.append("\nexit codes: belt help exit-codes\n");
        return text.toString();
    }

    private static String usage(Spec spec) {
        String options = spec.reach() == Spec.Reach.PASS_THROUGH ? "" : " [OPTION…]";
        return ("belt " + spec.name() + options + " " + spec.arguments()).stripTrailing();
    }

    private static void options(
            StringBuilder text, String title, List<Opt<?>> options, Set<String> taken) {
        var lines = new StringBuilder();
        for (Opt<?> option : options) {
            List<String> names =
                    option.names().stream().filter(name -> !taken.contains(name)).toList();
            if (!option.hidden() && !names.isEmpty()) {
                line(lines, names, option);
            }
        }
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append('\n').append(lines);
        }
    }

    private static void line(StringBuilder text, List<String> names, Opt<?> option) {
        String label =
                switch (option.kind()) {
                    case FLAG, COUNT -> "";
                    case MAYBE -> "[=" + option.label() + "]";
                    case ONE, MANY -> " " + option.label();
                };
        boolean shortFirst = names.getFirst().length() == 2;
        String left = (shortFirst ? "  " : "      ") + String.join(", ", names) + label;
        text.append(left).append(" ".repeat(Math.max(2, INDENT - left.length())));
        text.append(option.help()).append('\n');
    }
}
