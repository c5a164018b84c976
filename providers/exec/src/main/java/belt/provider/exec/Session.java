package belt.provider.exec;

import belt.core.BeltException;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The process behind an opened provider: started by the first request, and again by the first one after it died. At most
/// as many requests as the provider takes are under way.
final class Session implements AutoCloseable {
    private static final Duration USUAL_RETRY = Duration.ofSeconds(5);

    private final ExecType type;
    private final ProviderContext context;
    private final Map<String, String> options;
    private final Semaphore permits;
    private @Nullable Talk talk;
    private boolean closed;

    Session(ExecType type, ProviderContext context, Map<String, String> options) {
        this.type = type;
        this.context = context;
        this.options = options;
        this.permits = new Semaphore(type.hello().concurrent());
    }

    /// Asks, and reads the result. Waits where the provider's cloud wants to be asked later.
    ///
    /// @param read may throw {@link Nonsense}
    <T> T ask(Request request, Function<Fields, T> read) throws InterruptedException {
        Duration waited = Duration.ZERO;
        while (true) {
            Answer answer = once(request);
            try {
                switch (answer) {
                    case Answer.Result(var fields) -> {
                        return read.apply(fields);
                    }
                    case Answer.Declined(var error) -> {
                        BeltException problem = Failures.of(type.name(), error);
                        Duration pause = pause(problem, error);
                        waited = waited.plus(pause);
                        if (pause.isZero() || waited.compareTo(type.limits().patience()) > 0) {
                            throw problem;
                        }
                        context.around()
                                .waiting()
                                .pause(pause, "rate limit of provider " + type.name());
                    }
                }
            } catch (Nonsense nonsense) {
                throw Failures.of(type.name(), request, nonsense);
            }
        }
    }

    private static Duration pause(BeltException problem, Fields error) {
        if (problem.code() != ProviderProblem.RATE_LIMITED) {
            return Duration.ZERO;
        }
        BigDecimal seconds = error.decimal("retryAfterSeconds");
        return seconds == null || seconds.signum() <= 0
                ? USUAL_RETRY
                : Duration.ofMillis(seconds.movePointRight(3).longValue());
    }

    private Answer once(Request request) throws InterruptedException {
        permits.acquire();
        Talk now = null;
        try {
            now = talk();
            return now.ask(request, type.hello().silence());
        } catch (Talk.Gone gone) {
            String words = now == null ? "" : now.stderr().lastWords();
            throw Failures.of(type.name(), request, gone, words);
        } finally {
            permits.release();
        }
    }

    /// The process, started where there is none. The lock is held meanwhile: there must be only one.
    private synchronized Talk talk() throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("provider " + type.name() + " was closed");
        }
        Talk now = talk;
        if (now == null || now.isOver()) {
            if (now != null) {
                now.close();
            }
            now = opened();
            talk = now;
        }
        return now;
    }

    private Talk opened() throws InterruptedException {
        Hello hello = type.hello();
        Map<String, String> secrets = ChildEnvironment.credentials(hello, context);
        var hidden = new ArrayList<String>();
        context.credentials().secrets().values().forEach(each -> hidden.add(each.reveal()));
        Talk fresh =
                type.start(ChildEnvironment.opened(hello, context, options), List.copyOf(hidden));
        boolean ready = false;
        try {
            type.greet(fresh);
            open(fresh, secrets);
            ready = true;
            return fresh;
        } finally {
            if (!ready) {
                fresh.close();
            }
        }
    }

    private void open(Talk fresh, Map<String, String> secrets) throws InterruptedException {
        var params = new LinkedHashMap<String, Object>();
        params.put("cluster", context.cluster());
        params.put(
                "stateDir",
                context.stateDir().toAbsolutePath().normalize().resolve(type.name()).toString());
        params.put("options", options);
        params.put("credentials", secrets);
        var request = Request.read("open", params);
        try {
            if (fresh.ask(request, type.hello().silence()) instanceof Answer.Declined(var error)) {
                throw Failures.of(type.name(), error);
            }
        } catch (Talk.Gone gone) {
            throw Failures.of(type.name(), request, gone, fresh.stderr().lastWords());
        } catch (Nonsense nonsense) {
            throw Failures.of(type.name(), request, nonsense);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (talk != null) {
            talk.close();
        }
    }
}
