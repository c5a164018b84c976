package belt.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What issue 3 asks for, against what was measured. CPU and bytes are bounds, wall time is an aim.
final class Bounds {
    static final double CPU_MILLIS = 0.4;
    static final double LOG_BYTES = 200;
    static final double SPREAD = 1.20;

    /// SwarmKit on this project's reference machine with 10,000 tasks on 1,000 agents (peer-scale).
    private record Peer(double cpuMillis, double logBytes, double seconds) {}

    private static final Peer ONE = new Peer(1.24, 1000, 8.7);
    private static final Peer THREE = new Peer(2.11, 1013, 21.5);

    private final List<String> lines = new ArrayList<>();
    private boolean held = true;

    void deployment(Deployment measured, int managers) {
        Peer peer = managers == 1 ? ONE : THREE;
        double wall = managers == 1 ? 4 : 6;
        bound("leader CPU, ms per task", measured.cpuPerTask(), CPU_MILLIS, peer.cpuMillis());
        bound(
                "log bytes per task and manager",
                measured.logBytesPerTask(),
                LOG_BYTES,
                peer.logBytes());
        lines.add(
                line(
                        measured.seconds() <= wall ? "pass" : "miss",
                        "all RUNNING, s (aim; the disk's and neighbours' too)",
                        measured.seconds(),
                        wall,
                        String.format(
                                Locale.ROOT,
                                "SwarmKit %.2f, ratio %.2f",
                                peer.seconds(),
                                measured.seconds() / peer.seconds())));
    }

    /// The dearer one may cost so much more than the cheaper one.
    void spread(String what, double one, double other) {
        double ratio = Math.max(one, other) / Math.min(one, other);
        held &= ratio <= SPREAD;
        lines.add(
                line(
                        ratio <= SPREAD ? "PASS" : "FAIL",
                        "CPU per task, " + what,
                        ratio,
                        SPREAD,
                        String.format(Locale.ROOT, "%.3f and %.3f ms", one, other)));
    }

    private void bound(String what, double measured, double most, double peer) {
        held &= measured <= most;
        lines.add(
                line(
                        measured <= most ? "PASS" : "FAIL",
                        what,
                        measured,
                        most,
                        String.format(
                                Locale.ROOT, "SwarmKit %.2f, ratio %.2f", peer, measured / peer)));
    }

    private static String line(
            String verdict, String what, double measured, double most, String beside) {
        return String.format(
                Locale.ROOT,
                "%s  %s: %.3f, bound %.2f (%s)",
                verdict,
                what,
                measured,
                most,
                beside);
    }

    boolean held() {
        return held;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
