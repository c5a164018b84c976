package belt.http.server;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the handler for a method and path. A pattern's segment in braces takes one segment, decoded; `{name...}` takes
/// several. Where the first segment is ours but nothing fits, the answer is Docker's 404; all other paths go to the
/// fallback.
public final class Router implements ApiHandler {
    /// Answers a request whose path had variable parts.
    @FunctionalInterface
    public interface RouteHandler {
        /// @param parts the variable segments, in order, decoded
        void answer(Exchange exchange, List<String> parts) throws IOException, InterruptedException;
    }

    private record Route(String method, List<String> pattern, RouteHandler handler) {}

    private final List<Route> routes = new ArrayList<>();
    private final Set<String> ours;
    private final ApiHandler fallback;

    /// @param ours first segments of which every path is answered here
    /// @param fallback answers everything else
    public Router(Set<String> ours, ApiHandler fallback) {
        this.ours = Set.copyOf(ours);
        this.fallback = fallback;
    }

    /// Adds a route, such as `POST`, `/services/{id}/update`.
    public Router on(String method, String pattern, RouteHandler handler) {
        routes.add(new Route(method, segments(pattern), handler));
        return this;
    }

    @Override
    public void answer(Exchange exchange) throws IOException, InterruptedException {
        List<String> path = segments(exchange.path());
        for (Route route : routes) {
            if (route.method().equals(exchange.method())) {
                List<String> parts = match(route.pattern(), path);
                if (parts != null) {
                    route.handler().answer(exchange, parts);
                    return;
                }
            }
        }
        if (!path.isEmpty() && ours.contains(path.getFirst())) {
            throw ApiError.notFound("page not found");
        }
        fallback.answer(exchange);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static @Nullable List<String> match(List<String> pattern, List<String> path) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < pattern.size(); i++) {
            String want = pattern.get(i);
            int width = want.endsWith("...}") ? path.size() - at - (pattern.size() - i - 1) : 1;
            if (width < 1 || at + width > path.size()) {
                return null;
            }
            String have = String.join("/", path.subList(at, at + width));
            if (want.startsWith("{")) {
                parts.add(decode(have));
            } else if (!want.equals(have)) {
                return null;
            }
            at += width;
        }
        return at == path.size() ? parts : null;
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
