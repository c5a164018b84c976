package belt.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/// What to simulate.
///
/// @param managers 1 or 3
/// @param agents simulated nodes
/// @param tasks of each deployment
/// @param warmups deployments between the cold one and the measured ones
/// @param rounds measured deployments; the median counts
/// @param scaling whether to compare 2,000 with 20,000 tasks and 100 with 2,000 agents instead
/// @param idle how long to look at the idle cluster; zero = not at all
/// @param beltd the start script of a node bundle
/// @param folder where the managers' state goes: a folder on the disk that is to be measured
/// @param keep whether the managers' folders stay
/// @param managerJava more options for the managers' JVMs
public record Options(
        int managers,
        int agents,
        int tasks,
        int warmups,
        int rounds,
        boolean scaling,
        Duration idle,
        Path beltd,
        Path folder,
        boolean keep,
        String managerJava) {
    static final String USAGE =
            """
            usage: dev/bench/simulator [options]
            Real managers (fsynced log, TLS, control loops) in processes of their own, and one process of nodes that join,
            hold their streams and report task states at once. Says what a deployment costs, and whether the bounds hold.

              --managers N     1 (default) or 3
              --agents N       simulated nodes (1000)
              --tasks N        tasks of a deployment (10000)
              --warmups N      deployments after the cold one that are not counted (2)
              --rounds N       deployments that are counted; the median is reported (3)
              --scaling        compare 2,000 with 20,000 tasks and 100 with 2,000 agents instead
              --idle SECONDS   how long to look at the idle cluster (10)
              --dir FOLDER     where the managers' state goes, on the disk to measure (/var/tmp)
              --beltd FILE     start script of a node bundle (the one that was built)
              --keep           keep the managers' folders and logs
              --manager-java X more options for the managers' JVMs
              --help           this text

            Ends with 0 if the bounds hold, 1 if one is missed, 70 if it could not be measured.
            """;

    /// The defaults.
    public static Options of(Path beltd) {
        return new Draft(beltd).options();
    }

    /// @throws IllegalArgumentException if the words are none of the above
    static Options parse(List<String> words, Path beltd) {
        var draft = new Draft(beltd);
        var left = words.iterator();
        while (left.hasNext()) {
            draft.take(left.next(), left);
        }
        if (draft.managers != 1 && draft.managers != 3) {
            throw new IllegalArgumentException("--managers is " + draft.managers + ", not 1 or 3");
        }
        return draft.options();
    }

    /// Options while they are read.
    private static final class Draft {
        private int managers = 1;
        private int agents = 1000;
        private int tasks = 10_000;
        private int warmups = 2;
        private int rounds = 3;
        private boolean scaling;
        private Duration idle = Duration.ofSeconds(10);
        private Path beltd;
        private Path folder = Path.of("/var/tmp");
        private boolean keep;
        private String managerJava = "";

        Draft(Path beltd) {
            this.beltd = beltd;
        }

        void take(String word, Iterator<String> left) {
            switch (word) {
                case "--managers" -> managers = number(word, left);
                case "--agents" -> agents = number(word, left);
                case "--tasks" -> tasks = number(word, left);
                case "--warmups" -> warmups = number(word, left);
                case "--rounds" -> rounds = Math.max(1, number(word, left));
                case "--scaling" -> scaling = true;
                case "--idle" -> idle = Duration.ofSeconds(number(word, left));
                case "--dir" -> folder = Path.of(value(word, left));
                case "--beltd" -> beltd = Path.of(value(word, left));
                case "--keep" -> keep = true;
                case "--manager-java" -> managerJava = value(word, left);
                default -> throw new IllegalArgumentException("unknown option " + word);
            }
        }

        Options options() {
            return new Options(
                    managers,
                    agents,
                    tasks,
                    warmups,
                    rounds,
                    scaling,
                    idle,
                    beltd,
                    folder,
                    keep,
                    managerJava);
        }
    }

    private static String value(String word, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException(word + " needs a value");
        }
        return left.next();
    }

    private static int number(String word, Iterator<String> left) {
        String text = value(word, left);
        if (!text.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException(word + " is " + text + ", not a number");
        }
        return Integer.parseInt(text);
    }
}
