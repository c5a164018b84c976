package belt.cli;

import belt.cli.command.Command;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Tree;
import belt.cli.problem.CliProblem;
import belt.cli.term.ShellWords;
import belt.core.BeltException;
import belt.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first stage: finds the command by the first words, so that only that one command is built.
///
/// @param before belt's own options in front of the command
/// @param group the group to show the help of, where no command was named; empty for all
/// @param command the command; null where the overview is to be shown
/// @param behind the words behind the command's name
record Dispatch(List<String> before, String group, @Nullable Command command, List<String> behind) {
    static Dispatch of(List<String> words, Tree tree) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-") && words.get(at).length() > 1) {
            String word = words.get(at);
            if (word.equals("--version")) {
                return command("version", List.of(), List.of(), tree);
            }
            checkKnown(word);
            boolean alone = word.contains("=") || !takesNext(word);
            at += alone ? 1 : 2;
        }
        int end = Math.min(at, words.size());
        List<String> before = words.subList(0, end);
        List<String> rest = LeadingOptions.moved(words.subList(end, words.size()));
        if (rest.isEmpty()) {
            return new Dispatch(before, "", null, List.of());
        }
        return named(before, rest, tree);
    }

    private static Dispatch named(List<String> before, List<String> rest, Tree tree) {
        String first = rest.getFirst();
        if (rest.size() > 1) {
            String two = first + " " + rest.get(1);
            Command command = tree.find(two).orElse(null);
            if (command != null) {
                return new Dispatch(before, "", command, rest.subList(2, rest.size()));
            }
        }
        Command command = tree.find(first).orElse(null);
        if (command != null) {
            return new Dispatch(before, "", command, rest.subList(1, rest.size()));
        }
        if (!tree.isGroup(first)) {
            throw unknown("there is no command '" + first + "'", "", first, rest, tree);
        }
        boolean help = rest.size() == 1 || rest.get(1).equals("--help") || rest.get(1).equals("-h");
        if (help) {
            return new Dispatch(before, first, null, List.of());
        }
        String verb = rest.get(1);
        throw unknown("belt " + first + " has no command '" + verb + "'", first, verb, rest, tree);
    }

    private static Dispatch command(
            String name, List<String> before, List<String> behind, Tree tree) {
        return new Dispatch(before, "", tree.find(name).orElseThrow(), behind);
    }

    private static boolean takesNext(String word) {
        for (Opt<?> option : Globals.ALL) {
            for (String name : option.names()) {
                if (name.equals(word)) {
                    return option.takesNextWord();
                }
            }
        }
        return false;
    }

    private static void checkKnown(String word) {
        String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        String first = name.startsWith("--") ? name : name.substring(0, 2); // -qv is -q -v
        var names = new ArrayList<String>();
        Globals.ALL.forEach(option -> names.addAll(option.names()));
        if (names.contains(first)) {
            return;
        }
        String hint = Nearest.hint(name, names);
        var problem =
                new BeltException.InvalidInput(
                        CliProblem.UNKNOWN_OPTION, "belt has no option '" + name + "'");
        throw (hint.isEmpty() ? problem : problem.withDetail(hint)).withRemedy("belt help");
    }

    private static BeltException unknown(
            String message, String group, String wrong, List<String> words, Tree tree) {
        var problem = new BeltException.InvalidInput(CliProblem.UNKNOWN_COMMAND, message);
        List<String> near = Nearest.to(wrong, tree.wordsAfter(group));
        if (near.isEmpty()) {
            return problem.withRemedy(group.isEmpty() ? "belt help" : "belt " + group + " --help");
        }
        int end = group.isEmpty() ? 1 : 2;
        var corrected = new ArrayList<>(words);
        corrected.set(end - 1, near.getFirst());
        return problem.withDetail(Nearest.hint(wrong, tree.wordsAfter(group)))
                .withRemedy("belt " + ShellWords.join(corrected));
    }
}
