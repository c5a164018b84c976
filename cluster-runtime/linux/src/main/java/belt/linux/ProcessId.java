package belt.linux;

import java.util.Optional;

/// A process that cannot be confused with a later one of the same number: the kernel's start time goes with the pid.
///
/// @param pid its number in our pid namespace
/// @param startTicks when it started, in clock ticks since the kernel did (`proc_pid_stat(5)` field 22)
public record ProcessId(long pid, long startTicks) {
    /// The process that bears this number now; empty if there is none, or only a zombie.
    public static Optional<ProcessId> find(long pid) {
        return stat(pid).map(stat -> new ProcessId(pid, stat.startTicks()));
    }

    /// Whether it still runs. A zombie does not: on a host whose first process reaps slowly it may stay for seconds.
    public boolean alive() {
        return stat(pid).filter(stat -> stat.startTicks() == startTicks).isPresent();
    }

    /// Sends a signal if the process still is the one we mean.
    ///
    /// @return false if it was gone already
    public boolean signal(int number) {
        return alive() && Native.kill((int) pid, number) == 0;
    }

    private static Optional<ProcessStat> stat(long pid) {
        return ProcessStat.find(pid).filter(ProcessStat::runs);
    }
}
