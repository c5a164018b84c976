package belt.cli.output;

import belt.cli.json.Json;
import belt.cli.term.Tint;
import belt.core.BeltException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prints a failure on stderr: who, what and the last evidence, with the code at the line's end; what belt found out by
/// itself; one command that can be pasted; where to read more. With `-o json` the same as one object.
public final class FailureReport {
    private static final String INDENT = "      ";

    private final PrintStream err;
    private final Style style;

    public FailureReport(PrintStream err, Style style) {
        this.err = err;
        this.style = style;
    }

    /// Prints it.
    public void print(BeltException problem, int exit) {
        if (style.format().equals("json")) {
            err.println(Json.compact(data(problem, exit)));
        } else {
            lines(problem).forEach(err::println);
        }
        if (style.verbose() > 1) {
            problem.printStackTrace(err);
        }
    }

    private List<String> lines(BeltException problem) {
        var lines = new ArrayList<String>();
        String code = "[" + problem.code().id() + "]";
        String first = "belt: " + problem.getMessage();
        int gap = Math.max(2, 78 - Table.displayWidth(first) - code.length());
        lines.add(
                Tint.BAD.paint("belt:", style.errColours())
                        + first.substring(5)
                        + " ".repeat(gap)
                        + Tint.DIM.paint(code, style.errColours()));
        problem.detail()
                .ifPresent(detail -> detail.lines().forEach(line -> lines.add(INDENT + line)));
        if (problem instanceof BeltException.PartlyFailed partly) {
            partly.nodesByReason()
                    .forEach((reason, nodes) -> lines.add(INDENT + group(nodes) + ": " + reason));
        }
        String tag = Tint.BOLD.paint("try:", style.errColours());
        lines.add(tag + "  " + problem.remedy().orElseGet(() -> fixOf(problem)));
        lines.add(
                Tint.DIM.paint("more:", style.errColours()) + " belt help " + problem.code().id());
        return lines;
    }

    private static String fixOf(BeltException problem) {
        String fix = problem.code().fix();
        return Character.toLowerCase(fix.charAt(0)) + fix.substring(1);
    }

    private static String group(List<String> nodes) {
        int most = 6;
        String some = String.join(", ", nodes.subList(0, Math.min(most, nodes.size())));
        return nodes.size() > most ? some + " and " + (nodes.size() - most) + " more" : some;
    }

    private static Map<String, Object> data(BeltException problem, int exit) {
        var data = new LinkedHashMap<String, Object>();
        data.put("kind", "error");
        data.put("apiVersion", "belt/v1");
        data.put("code", problem.code().id());
        data.put("exit", exit);
        data.put("message", String.valueOf(problem.getMessage()));
        problem.detail().ifPresent(detail -> data.put("detail", detail));
        data.put("fix", problem.code().fix());
        problem.remedy().ifPresent(command -> data.put("try", command));
        if (problem instanceof BeltException.PartlyFailed partly) {
            data.put("nodesByReason", partly.nodesByReason());
        }
        return data;
    }
}
