package belt.linux;

import belt.core.BeltException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The few calls of the C library that Java has no words for. Loaded at first use (about 20 ms), so that a command that
/// needs none of them does not pay. All return what the C function returns, or `-errno`.
final class Native {
    static final int O_RDWR_CREATE_CLOEXEC = 0x80000 | 0x40 | 0x2;
    static final int O_RDONLY_CLOEXEC = 0x80000;
    static final int LOCK_EXCLUSIVE_NONBLOCKING = 2 | 4;
    static final int CLONE_NEWNET = 0x40000000;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EWOULDBLOCK = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            link(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE =
            link("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle FLOCK = twoInts("flock");
    private static final MethodHandle SETNS = twoInts("setns");
    private static final MethodHandle KILL = twoInts("kill");

    private Native() {}

    static int open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags, mode);
            return fd >= 0 ? fd : -errno(state);
        } catch (Throwable e) {
            throw broken("open", e);
        }
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
        } catch (Throwable e) {
            throw broken("close", e);
        }
    }

    static int flock(int fd, int operation) {
        return call("flock", FLOCK, fd, operation);
    }

    static int setns(int fd, int kind) {
        return call("setns", SETNS, fd, kind);
    }

    static int kill(int pid, int signal) {
        return call("kill", KILL, pid, signal);
    }

    private static int call(String name, MethodHandle handle, int first, int second) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) handle.invokeExact(state, first, second);
            return result >= 0 ? result : -errno(state);
        } catch (Throwable e) {
            throw broken(name, e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static MethodHandle twoInts(String name) {
        return link(
                name,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings("restricted") // this class is where native access is allowed
    private static MethodHandle link(
            String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = java.util.Arrays.copyOf(options, options.length + 1);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
    }

    private static BeltException broken(String name, Throwable cause) {
        return new BeltException.OperationFailed(
                LinuxProblem.NATIVE, "the call of " + name + " was refused", cause);
    }
}
