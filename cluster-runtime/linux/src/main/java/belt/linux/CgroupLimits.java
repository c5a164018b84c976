package belt.linux;

/// What the processes of a group may use together.
///
/// @param memoryBytes memory, page cache included; 0 for no limit. Swap on top of it is not allowed
/// @param cpuMillis processor time in thousandths of one processor; 0 for no limit
/// @param pids processes and threads; 0 for no limit
public record CgroupLimits(long memoryBytes, long cpuMillis, long pids) {
    /// No limit at all.
    public static final CgroupLimits NONE = new CgroupLimits(0, 0, 0);

    /// The kernel's usual period for processor time, in microseconds.
    static final long PERIOD_MICROS = 100_000;

    public CgroupLimits {
        if (memoryBytes < 0 || cpuMillis < 0 || pids < 0) {
            throw new IllegalArgumentException("a limit is below 0");
        }
    }

    long quotaMicros() {
        return cpuMillis * PERIOD_MICROS / 1000;
    }
}
