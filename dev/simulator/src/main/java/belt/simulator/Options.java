package belt.simulator;

import java.nio.file.Path;
import java.time.Duration;
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
        return new Options(
                1,
                1000,
                10_000,
                2,
                3,
                false,
                Duration.ofSeconds(10),
                beltd,
                Path.of("/var/tmp"),
                false,
                "");
    }

    /// @throws IllegalArgumentException if the words are none of the above
    static Options parse(List<String> words, Path beltd) {
        Options o = of(beltd);
        var left = words.iterator();
        while (left.hasNext()) {
            String word = left.next();
            o =
                    switch (word) {
                        case "--managers" -> o.with(number(word, left), o.agents, o.tasks);
                        case "--agents" -> o.with(o.managers, number(word, left), o.tasks);
                        case "--tasks" -> o.with(o.managers, o.agents, number(word, left));
                        case "--warmups" -> o.repeated(number(word, left), o.rounds);
                        case "--rounds" -> o.repeated(o.warmups, number(word, left));
                        case "--scaling" -> o.scaled();
                        case "--idle" -> o.idle(Duration.ofSeconds(number(word, left)));
                        case "--dir" -> o.in(Path.of(value(word, left)));
                        case "--beltd" -> o.running(Path.of(value(word, left)));
                        case "--keep" -> o.kept();
                        case "--manager-java" -> o.tuned(value(word, left));
                        default -> throw new IllegalArgumentException("unknown option " + word);
                    };
        }
        if (o.managers != 1 && o.managers != 3) {
            throw new IllegalArgumentException("--managers is " + o.managers + ", not 1 or 3");
        }
        return o;
    }

    private static String value(String word, java.util.Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException(word + " needs a value");
        }
        return left.next();
    }

    private static int number(String word, java.util.Iterator<String> left) {
        String text = value(word, left);
        if (!text.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException(word + " is " + text + ", not a number");
        }
        return Integer.parseInt(text);
    }

    Options with(int newManagers, int newAgents, int newTasks) {
        return new Options(
                newManagers,
                newAgents,
                newTasks,
                warmups,
                rounds,
                scaling,
                idle,
                beltd,
                folder,
                keep,
                managerJava);
    }

    Options repeated(int newWarmups, int newRounds) {
        return new Options(
                managers,
                agents,
                tasks,
                newWarmups,
                Math.max(1, newRounds),
                scaling,
                idle,
                beltd,
                folder,
                keep,
                managerJava);
    }

    Options scaled() {
        return new Options(
                managers,
                agents,
                tasks,
                warmups,
                rounds,
                true,
                idle,
                beltd,
                folder,
                keep,
                managerJava);
    }

    Options idle(Duration time) {
        return new Options(
                managers,
                agents,
                tasks,
                warmups,
                rounds,
                scaling,
                time,
                beltd,
                folder,
                keep,
                managerJava);
    }

    Options in(Path newFolder) {
        return new Options(
                managers,
                agents,
                tasks,
                warmups,
                rounds,
                scaling,
                idle,
                beltd,
                newFolder,
                keep,
                managerJava);
    }

    Options running(Path script) {
        return new Options(
                managers,
                agents,
                tasks,
                warmups,
                rounds,
                scaling,
                idle,
                script,
                folder,
                keep,
                managerJava);
    }

    Options kept() {
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
                true,
                managerJava);
    }

    Options tuned(String options) {
        return new Options(
                managers, agents, tasks, warmups, rounds, scaling, idle, beltd, folder, keep,
                options);
    }
}
