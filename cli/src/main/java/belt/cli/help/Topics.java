package belt.cli.help;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What `belt help TOPIC` prints. A topic's text is a resource of its name beside this class.
public final class Topics {
    /// The topics, in the order of the list.
    public static final List<String> NAMES =
            List.of("selectors", "output", "exit-codes", "environment", "providers", "problems");

    private Topics() {}

    /// The text of a topic or of a problem code.
    ///
    /// @throws BeltException.InvalidInput naming the nearest topics
    public static String text(String topic) {
        if (topic.equals("problems")) {
            return resource("problems")
                    + "\n  "
                    + String.join("\n  ", new ProblemPages().codes())
                    + "\n";
        }
        if (NAMES.contains(topic)) {
            return resource(topic);
        }
        var pages = new ProblemPages();
        String page = pages.page(topic);
        if (!page.isEmpty()) {
            return topic + "\n\n" + page + "\n";
        }
        var known = new ArrayList<>(NAMES);
        known.addAll(pages.codes());
        String hint = Nearest.hint(topic, known);
        var problem =
                new BeltException.InvalidInput(
                        CliProblem.UNKNOWN_TOPIC, "there is no help topic '" + topic + "'");
        return fail(hint.isEmpty() ? problem : problem.withDetail(hint));
    }

    private static String fail(BeltException problem) {
        throw problem.withRemedy("belt help");
    }

    /// The list of topics.
    public static String list() {
        return resource("topics");
    }

    private static String resource(String name) {
        try (InputStream in = Topics.class.getResourceAsStream(name + ".txt")) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
