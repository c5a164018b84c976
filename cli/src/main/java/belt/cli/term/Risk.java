package belt.cli.term;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A danger with a name, accepted one by one with `--accept-risk`; `-y` alone accepts none.
public enum Risk {
    /// Data is deleted that nothing can bring back.
    DATA_LOSS,
    /// Fewer than a majority of the managers would be left.
    LOSE_QUORUM,
    /// The operator could be locked out.
    LOSE_ACCESS,
    /// Everybody on the internet may knock at SSH and the API.
    EXPOSE,
    /// It costs money.
    COST;

    /// Reads a comma list, `data-loss,cost`.
    public static List<Risk> parseList(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).map(Risk::parse).toList();
    }

    private static Risk parse(String text) {
        List<String> words = Arrays.stream(values()).map(Risk::word).toList();
        int index = words.indexOf(text);
        if (index < 0) {
            String hint = Nearest.hint(text, words);
            throw new BeltException.InvalidInput(
                            CliProblem.BAD_VALUE, "there is no risk named '" + text + "'")
                    .withDetail(
                            hint.isEmpty() ? "the risks are " + String.join(", ", words) : hint);
        }
        return values()[index];
    }

    /// As written on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
