package belt.http.relay;

import belt.http.json.Json;
import belt.http.server.ApiError;
import belt.http.server.ApiVersion;
import belt.http.server.Exchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Query parameters whose meaning changed between API versions.
final class OlderEngineQuery {
    private OlderEngineQuery() {}

    static String translate(Exchange exchange, ApiVersion engine) throws IOException {
        if (!exchange.method().equals("POST")) {
            return exchange.rawQuery();
        }
        return switch (exchange.path()) {
            case "/volumes/prune" ->
                    engine.before(42) ? volumesPrune(exchange, engine) : exchange.rawQuery();
            case "/build/prune" ->
                    engine.before(48)
                            ? exchange.rawQuery().replace("reserved-space=", "keep-storage=")
                            : exchange.rawQuery();
            default -> exchange.rawQuery();
        };
    }

    /// Since 1.42 only anonymous volumes go unless the filter `all` is set; before, all that are unused went, and the
    /// engine cannot tell the two apart.
    private static String volumesPrune(Exchange exchange, ApiVersion engine) throws IOException {
        String text = exchange.query().text("filters");
        Json filters = text.isEmpty() ? new Json.Null() : parse(text);
        if (!(filters instanceof Json.Obj object) || !mentionsTrue(object.members().get("all"))) {
            throw ApiError.badRequest(
                    "the engine of this node speaks API "
                            + engine
                            + " and would remove named volumes too; say --all (filter all=true) if"
                            + " that is meant");
        }
        object.members().remove("all");
        String rest = new String(object.bytes(), StandardCharsets.UTF_8).strip();
        return "filters=" + URLEncoder.encode(rest, StandardCharsets.UTF_8);
    }

    private static Json parse(String text) throws IOException {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean mentionsTrue(@Nullable Json all) {
        return switch (all) {
            case Json.Obj object ->
                    object.members().keySet().stream().anyMatch(OlderEngineQuery::isTrue);
            case Json.Arr array ->
                    array.elements().stream()
                            .anyMatch(e -> e instanceof Json.Text t && isTrue(t.value()));
            case null, default -> false;
        };
    }

    private static boolean isTrue(String word) {
        return word.equals("1") || word.equalsIgnoreCase("true");
    }
}
