package belt.http.server;

import belt.core.BeltException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a request leaves Jetty's hands: takes the version off the path, sets the headers that every answer has, calls
/// the handler, and turns what it throws into JSON.
final class JettyEntry extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(JettyEntry.class);
    private static final Pattern VERSIONED = Pattern.compile("/v(\\d{1,4}\\.\\d{1,4})(/.*)");

    private final ApiHandler handler;
    private final String serverHeader;

    JettyEntry(ApiHandler handler, String product) {
        this.handler = handler;
        this.serverHeader = product + " (linux)";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Api-Version", ApiVersion.MAX.toString());
        headers.put("Docker-Experimental", "false");
        headers.put("Ostype", "linux");
        headers.put("Server", serverHeader);
        Exchange exchange = exchange(request, response, callback);
        try {
            requireServed(exchange.version());
            handler.answer(exchange);
            exchange.finish();
        } catch (ApiError e) {
            exchange.fail(e.status(), e.text());
        } catch (BeltException e) {
            exchange.fail(StatusOf.problem(e), StatusOf.text(e));
        } catch (InterruptedException e) {
            exchange.cut(e);
        } catch (IOException e) { // the client went away, or a relayed server did after the head
            log.debug("{} {}: {}", exchange.method(), exchange.path(), e.toString());
            exchange.cut(e);
        } catch (RuntimeException | Error e) {
            log.error("{} {} failed", exchange.method(), exchange.path(), e);
            exchange.fail(500, "internal error: " + e);
        } finally {
            Thread.interrupted(); // meant for this request, and the thread is Jetty's
        }
        return true;
    }

    private static Exchange exchange(Request request, Response response, Callback callback) {
        String target = request.getHttpURI().getPathQuery();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        Matcher versioned = VERSIONED.matcher(path);
        Optional<ApiVersion> asked = Optional.empty();
        if (versioned.matches()) {
            asked = ApiVersion.parse(versioned.group(1));
            path = versioned.group(2);
        }
        return new Exchange(request, response, callback, asked.orElse(ApiVersion.MAX), path, query);
    }

    private static void requireServed(ApiVersion asked) {
        if (asked.compareTo(ApiVersion.MAX) > 0) {
            throw ApiError.badRequest(
                    "client version "
                            + asked
                            + " is too new. Maximum supported API version is "
                            + ApiVersion.MAX);
        }
        if (asked.compareTo(ApiVersion.MIN) < 0) {
            throw ApiError.badRequest(
                    "client version "
                            + asked
                            + " is too old. Minimum supported API version is "
                            + ApiVersion.MIN
                            + ", please upgrade your client to a newer version");
        }
    }
}
