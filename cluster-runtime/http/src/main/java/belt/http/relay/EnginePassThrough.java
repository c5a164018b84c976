package belt.http.relay;

import belt.http.server.ApiHandler;
import belt.http.server.ApiVersion;
import belt.http.server.Exchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Answers a request by passing it to the local engine, in the newest API version that both sides know.
public final class EnginePassThrough implements ApiHandler {
    private final Engine engine;
    private final OlderEngine olderEngine = new OlderEngine();

    public EnginePassThrough(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void answer(Exchange exchange) throws IOException, InterruptedException {
        ApiVersion known = engine.version();
        OlderEngine.Request request =
                known.compareTo(exchange.version()) < 0
                        ? olderEngine.translate(exchange, known)
                        : new OlderEngine.Request(exchange.rawQuery(), null);
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        String target = "/v" + ApiVersion.min(known, exchange.version()) + exchange.path() + query;
        new Relay(exchange, new FromEngine(engine), target, request.body()).run();
    }

    private record FromEngine(Engine engine) implements Relay.Dialer {
        @Override
        public Upstream dial() {
            return engine.connect();
        }

        @Override
        public @Nullable Upstream idle() {
            return engine.idleConnection();
        }

        @Override
        public void giveBack(Upstream upstream) {
            engine.giveBack(upstream);
        }
    }
}
