package belt.cli.command;

import belt.cli.problem.CliProblem;
import belt.cli.term.ColorMode;
import belt.cli.term.Risk;
import belt.core.BeltException;
import belt.core.Durations;
import belt.core.Nearest;
import belt.core.NodePattern;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The options that every command takes, before or behind its name. Where a command declares an option of the same name
/// (docker's `-p`, `-q`, `-f`), the command's meaning wins.
public final class Globals {
    public static final Opt<String> CONTEXT =
            Opt.text("-c, --context", "NAME")
                    .help("the cluster to work on, instead of the one in use");
    public static final Opt<List<String>> NODES =
            Opt.commaList("-n, --host, --nodes", "SELECTOR").help("the nodes to work on or to ask");
    public static final Opt<String> OUTPUT =
            Opt.text("-o, --output", "FORMAT")
                    .orElse("table")
                    .help("table, wide, json, yaml, csv, name, jsonpath=… or template=…");
    public static final Opt<Boolean> QUIET =
            Opt.flag("-q, --quiet").help("only names or ids, no progress");
    public static final Opt<Integer> VERBOSE =
            Opt.count("-v, --verbose").help("more detail; twice: for debugging");
    public static final Opt<Boolean> YES =
            Opt.flag("-y, --yes").help("answer questions with yes; accepts no named risk");
    public static final Opt<List<Risk>> ACCEPT_RISK =
            Opt.of("--accept-risk", "LIST", Risk::parseList)
                    .orElse(List.of())
                    .help("data-loss, lose-quorum, lose-access, expose, cost");
    public static final Opt<Boolean> PLAN =
            Opt.flag("--plan").help("print what would be done and stop");
    public static final Opt<Boolean> EXPLAIN =
            Opt.flag("--explain").help("print how the command line was read and stop");
    public static final Opt<Boolean> DETACH =
            Opt.flag("--detach").help("do not wait until it is done");
    public static final Opt<Duration> TIMEOUT =
            Opt.of("--timeout", "DURATION", Durations::parse)
                    .orElse(Duration.ofMinutes(10))
                    .help("how long to wait (10m)");
    public static final Opt<Integer> PARALLEL =
            Opt.number("-p, --parallel", "N").orElse(16).help("how many nodes at once (16)");
    public static final Opt<String> MAX_FAIL =
            Opt.text("--max-fail", "N|P%").help("stop when more nodes than this have failed");
    public static final Opt<Integer> CANARY =
            Opt.number("--canary", "N")
                    .orElse(0)
                    .help("do this many nodes first and stop if one fails");
    public static final Opt<String> WATCH =
            Opt.maybe("--watch", "DURATION", "2s").help("show it again whenever it changes");
    public static final Opt<String> PROGRESS =
            Opt.of("--progress", "KIND", Globals::progressKind)
                    .orElse("auto")
                    .help("auto, tty, plain, json or off");
    public static final Opt<ColorMode> COLOR =
            Opt.of("--color", "WHEN", text -> choice(ColorMode.values(), text))
                    .orElse(ColorMode.AUTO)
                    .help("auto, always or never");
    public static final Opt<Integer> MAX_NAMES =
            Opt.number("--max-names", "N")
                    .orElse(NodePattern.LIMIT)
                    .help("how many names patterns may make (10000)");
    public static final Opt<Boolean> HELP = Opt.flag("-h, --help").help("this text");

    /// In the order of the help.
    public static final List<Opt<?>> ALL =
            List.of(
                    CONTEXT,
                    NODES,
                    OUTPUT,
                    QUIET,
                    VERBOSE,
                    YES,
                    ACCEPT_RISK,
                    PLAN,
                    EXPLAIN,
                    DETACH,
                    TIMEOUT,
                    PARALLEL,
                    MAX_FAIL,
                    CANARY,
                    WATCH,
                    PROGRESS,
                    COLOR,
                    MAX_NAMES,
                    HELP);

    private static final List<String> PROGRESS_KINDS =
            List.of("auto", "tty", "plain", "json", "off");

    private Globals() {}

    private static String progressKind(String text) {
        if (!PROGRESS_KINDS.contains(text)) {
            throw notAmong(text, PROGRESS_KINDS);
        }
        return text;
    }

    /// Reads an enum's constant as written on the command line: lower case, `-` for `_`.
    ///
    /// @throws BeltException.InvalidInput naming the choices and the nearest of them
    public static <E extends Enum<E>> E choice(E[] choices, String text) {
        for (E each : choices) {
            if (word(each).equals(text)) {
                return each;
            }
        }
        throw notAmong(text, Arrays.stream(choices).map(Globals::word).toList());
    }

    /// How an enum's constant is written on the command line.
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static BeltException notAmong(String text, List<String> choices) {
        String hint = Nearest.hint(text, choices);
        return new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE,
                        "'" + text + "' is none of " + String.join(", ", choices))
                .withDetail(
                        hint.isEmpty() ? "the choices are " + String.join(", ", choices) : hint);
    }
}
