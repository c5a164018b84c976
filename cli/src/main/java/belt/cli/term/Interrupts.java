package belt.cli.term;

import belt.core.StopRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ctrl-C and TERM. A command that only reads needs nothing of this: the JVM ends at once with 130. A command that
/// changes things wraps its work in {@link #during}: the first signal asks it to stop after the step in hand and says
/// so, the second ends the program at once.
///
/// The lock guards the fields; nothing is called while it is held.
public final class Interrupts implements StopRequest {
    /// Work in progress. Closing it gives the signals back to the JVM.
    public interface Scope extends StopRequest, AutoCloseable {
        /// From now on the first signal interrupts this thread too: for waiting that is no step and may be cut short.
        void interruptible(boolean on);

        @Override
        void close();
    }

    private final Io io;
    private final Object lock = new Object();
    private @Nullable Work work;
    private @Nullable String goOn;
    private int signal;

    public Interrupts(Io io) {
        this.io = io;
    }

    /// Begins work that must not be cut in the middle of a step.
    ///
    /// @param howToGoOn the command that goes on after an interruption, shown at the end
    public Scope during(String howToGoOn) {
        var begun = new Work();
        synchronized (lock) {
            work = begun;
            goOn = howToGoOn;
        }
        Signals.install("INT", () -> arrived(2));
        Signals.install("TERM", () -> arrived(15));
        return begun;
    }

    /// Lets a child process on the same terminal have Ctrl-C for itself until the scope is closed.
    public Scope leaveToChild() {
        Signals.install("INT", () -> {});
        return new Work();
    }

    @Override
    public boolean requested() {
        return exitCode() != 0;
    }

    /// The signal that arrived, as an exit code: 130 or 143; 0 if none did.
    public int exitCode() {
        synchronized (lock) {
            return signal == 0 ? 0 : 128 + signal;
        }
    }

    /// The command that goes on; null if no work was begun.
    public @Nullable String howToGoOn() {
        synchronized (lock) {
            return goOn;
        }
    }

    /// What a signal does. Tests call it instead of sending one.
    void arrived(int number) {
        Work current;
        boolean again;
        synchronized (lock) {
            again = signal != 0;
            signal = number;
            current = work;
        }
        if (again) {
            io.err().println("belt: ended at once");
            Runtime.getRuntime().halt(128 + number);
        }
        io.err().println();
        io.err().println("belt: finishing the step in hand; Ctrl-C again ends at once");
        if (current != null) {
            current.signalled();
        }
    }

    private final class Work implements Scope {
        private final Thread thread = Thread.currentThread();
        private boolean waiting;

        @Override
        public boolean requested() {
            return Interrupts.this.requested();
        }

        @Override
        public void interruptible(boolean on) {
            boolean late;
            synchronized (lock) {
                waiting = on;
                late = on && signal != 0;
            }
            if (late) {
                thread.interrupt();
            }
        }

        void signalled() {
            boolean interrupt;
            synchronized (lock) {
                interrupt = waiting;
            }
            if (interrupt) {
                thread.interrupt();
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                work = null;
            }
            Signals.restore("INT");
            Signals.restore("TERM");
        }
    }

    /// The JDK's only way to handle a signal twice is `sun.misc.Signal` (module `jdk.unsupported`). javac warns of it in a
    /// way that cannot be silenced, hence by reflection, and only once a command has work to protect.
    private static final class Signals {
        private static void install(String name, Runnable action) {
            try {
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                InvocationHandler invocation =
                        (proxy, method, args) ->
                                switch (method.getName()) {
                                    case "handle" -> {
                                        action.run();
                                        yield null;
                                    }
                                    case "equals" ->
                                            System.identityHashCode(proxy)
                                                    == System.identityHashCode(
                                                            Objects.requireNonNull(args)[0]);
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    default -> "belt's handler of " + name;
                                };
                handle(
                        name,
                        Proxy.newProxyInstance(
                                handler.getClassLoader(), new Class<?>[] {handler}, invocation));
            } catch (ReflectiveOperationException _) {
                // a JVM without that class: Ctrl-C then ends belt at once, and the journal makes up
                // for it
            }
        }

        private static void restore(String name) {
            try {
                Object standard =
                        Class.forName("sun.misc.SignalHandler").getField("SIG_DFL").get(null);
                handle(name, Objects.requireNonNull(standard));
            } catch (ReflectiveOperationException _) {
                // see above
            }
        }

        private static void handle(String name, Object handler)
                throws ReflectiveOperationException {
            Class<?> type = Class.forName("sun.misc.Signal");
            Object signal = type.getConstructor(String.class).newInstance(name);
            type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"))
                    .invoke(null, signal, handler);
        }
    }
}
