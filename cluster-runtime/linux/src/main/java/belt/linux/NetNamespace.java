package belt.linux;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A network namespace, known by the file that stands for it.
///
/// @param file `/run/netns/NAME`, or `/proc/PID/ns/net`
public record NetNamespace(Path file) {
    private static final Path NAMED = Path.of("/run/netns");

    /// The namespace that `ip netns` calls so.
    public static NetNamespace named(String name) {
        return new NetNamespace(NAMED.resolve(name));
    }

    /// The namespace that a process is in.
    public static NetNamespace of(long pid) {
        return new NetNamespace(Path.of("/proc/" + pid + "/ns/net"));
    }

    /// Whether a namespace is mounted there. After a crash a plain empty file may be left, which is none.
    public boolean exists() {
        try {
            return Files.getAttribute(file, "unix:dev")
                    .equals(Files.getAttribute(Path.of("/proc/self/ns/net"), "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }

    /// Does some work inside, on a fresh platform thread that is thrown away afterwards; programs started by the work
    /// are inside too. Never on the caller's thread: setns on a virtual thread would move its carrier, and with it
    /// every virtual thread that comes after (measured in reference/feasibility-operator.md §E).
    ///
    /// @throws BeltException.OperationFailed if the namespace cannot be entered
    public <T> T call(Callable<T> work) throws InterruptedException {
        var task =
                new FutureTask<>(() -> {
                    enter();
                    return work.call();
                });
        Thread thread = Thread.ofPlatform().name("netns " + file.getFileName()).start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case BeltException known -> throw known;
                case InterruptedException interrupted -> throw interrupted;
                case null, default ->
                        throw new BeltException.OperationFailed(
                                LinuxProblem.NAMESPACE, "work in " + file + " failed", e);
            }
        }
    }

    private void enter() {
        int fd = Native.open(file.toString(), Native.O_RDONLY_CLOEXEC, 0);
        int result = fd < 0 ? fd : Native.setns(fd, Native.CLONE_NEWNET);
        if (fd >= 0) {
            Native.close(fd);
        }
        if (result < 0) {
            throw new BeltException.OperationFailed(
                    LinuxProblem.NAMESPACE,
                    "network namespace " + file + " cannot be entered: errno " + -result);
        }
    }
}
