package belt.cli.parse;

import belt.cli.command.Spec;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.util.List;

/// Checks how many arguments a command got against its written syntax, such as `SIZE PATTERN…` or `[NODE]`.
public final class ArgumentSyntax {
    private ArgumentSyntax() {}

    /// @throws BeltException.InvalidInput naming the argument that is missing or the one that is too many
    public static void check(Spec spec, List<String> arguments) {
        List<String> words =
                spec.arguments().isEmpty() ? List.of() : List.of(spec.arguments().split(" +"));
        int required = 0;
        boolean repeated = false;
        for (String word : words) {
            if (!word.startsWith("[")) {
                required++;
            }
            repeated |= word.contains("…");
        }
        if (arguments.size() < required) {
            String missing = words.get(arguments.size()).replace("…", "");
            throw wrong(spec, "belt " + spec.name() + " needs " + article(missing) + missing);
        }
        if (!repeated && arguments.size() > words.size()) {
            String extra = arguments.get(words.size());
            String takes = words.isEmpty() ? "no argument" : spec.arguments() + " only";
            throw wrong(
                    spec,
                    "belt " + spec.name() + " takes " + takes + ", '" + extra + "' is too many");
        }
    }

    private static String article(String word) {
        return "AEIOU".indexOf(word.charAt(0)) >= 0 ? "an " : "a ";
    }

    private static BeltException wrong(Spec spec, String message) {
        return new BeltException.InvalidInput(CliProblem.BAD_ARGUMENTS, message)
                .withDetail("usage: " + usage(spec))
                .withRemedy("belt " + spec.name() + " --help");
    }

    /// The usage line.
    public static String usage(Spec spec) {
        String options = spec.reach() == Spec.Reach.PASS_THROUGH ? "" : " [OPTION…]";
        String arguments = spec.arguments().isEmpty() ? "" : " " + spec.arguments();
        return "belt " + spec.name() + options + arguments;
    }
}
