package belt.daemon;

import belt.core.BeltException;
import belt.raft.RaftSettings;
import belt.store.StoreProblem;
import java.nio.file.Path;
import java.util.List;

/// `beltd`, the node daemon. Ends with 0 when asked to stop, 1 on a failure that a restart may cure, 2 on a
/// configuration that it cannot accept, 3 on a state that a restart cannot cure.
public final class Beltd {
    static final int STOPPED = 0;
    static final int RESTART_MAY_HELP = 1;
    static final int BAD_CONFIGURATION = 2;
    static final int STATE_UNUSABLE = 3;

    private static final String USAGE =
            """
            usage: beltd [--config FILE]     run the node daemon; FILE is /etc/belt/beltd.yaml unless given
                   beltd --version           print the version
                   beltd --train             start and stop a throwaway cluster, to warm a class cache
            """;

    private Beltd() {}

    public static void main(String[] args) {
        int code = run(List.of(args));
        Runtime.getRuntime()
                .halt(code); // every file is closed by now; a stray library thread must not hold
        // us up
    }

    private static int run(List<String> args) {
        if (args.equals(List.of("--version"))) {
            System.out.println("beltd " + BuildVersion.text());
            return STOPPED;
        }
        if (args.equals(List.of("--help"))) {
            System.out.print(USAGE);
            return STOPPED;
        }
        boolean train = args.equals(List.of("--train"));
        boolean named = args.size() == 2 && args.getFirst().equals("--config");
        if (!train && !named && !args.isEmpty()) {
            System.err.print("beltd: unknown arguments " + String.join(" ", args) + "\n" + USAGE);
            return BAD_CONFIGURATION;
        }
        try {
            if (train) {
                Training.run();
                return STOPPED;
            }
            DaemonConfig config =
                    ConfigFile.read(Path.of(named ? args.getLast() : "/etc/belt/beltd.yaml"));
            configureLogging(config.logLevel());
            return Daemon.runUntilStopped(config);
        } catch (BeltException e) {
            report(e);
            return codeOf(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return RESTART_MAY_HELP;
        }
    }

    static int codeOf(BeltException e) {
        if (e.code() == DaemonProblem.CONFIG) {
            return BAD_CONFIGURATION;
        }
        boolean state = e.code() == StoreProblem.DAMAGED || e.code() == StoreProblem.NEWER_FORMAT;
        return state ? STATE_UNUSABLE : RESTART_MAY_HELP;
    }

    static void report(BeltException e) {
        System.err.println("beltd: " + e.getMessage() + "  [" + e.code().id() + "]");
        e.detail().ifPresent(line -> System.err.println("       " + line));
        System.err.println("try:   " + e.remedy().orElse(e.code().fix()));
        if (e instanceof BeltException.Bug) {
            e.printStackTrace();
        }
    }

    /// Must run before the first logger is made.
    static void configureLogging(String level) {
        String simple = "org.slf4j.simpleLogger.";
        System.setProperty(simple + "defaultLogLevel", level);
        System.setProperty(simple + "showDateTime", "true");
        System.setProperty(simple + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        System.setProperty(simple + "showThreadName", "false");
        System.setProperty(simple + "showShortLogName", "true");
        System.setProperty(simple + "levelInBrackets", "true");
        System.setProperty(simple + "log.org.eclipse.jetty", "warn");
        System.setProperty(simple + "log.io.netty", "warn");
        System.setProperty(simple + "log.com.github.dockerjava", "warn");
        System.setProperty(simple + "log.org.apache.hc", "warn");
        RaftSettings.LOG_LEVELS.forEach(
                (logger, wanted) -> System.setProperty(simple + "log." + logger, wanted));
    }
}
