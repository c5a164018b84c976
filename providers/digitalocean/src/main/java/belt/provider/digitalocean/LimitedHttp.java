package belt.provider.digitalocean;

import belt.provider.limit.AccountLimiter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;

/// The HTTP client under both the vendor's client and our own calls: every request waits for its turn at the account's
/// limiter, goes to the endpoint that the operator chose, and is repeated when it was refused as one too many, which means
/// that nothing was done. What an answer says of the limits goes to the limiter.
final class LimitedHttp extends CloseableHttpClient {
    private static final int REFUSALS = 8;
    private static final String KEYS = "/v2/account/keys";

    /// The wait for a turn was interrupted.
    static final class Interrupted extends InterruptedIOException {
        private static final long serialVersionUID = 1;
    }

    private final CloseableHttpClient inner;
    private final URI api;
    private final AccountLimiter calls;
    private final AccountLimiter keyLists;
    private final InstantSource clock;

    /// @param calls the limit for all calls
    /// @param keyLists the one for listing keys, which is taken beside it
    LimitedHttp(
            CloseableHttpClient inner,
            URI api,
            AccountLimiter calls,
            AccountLimiter keyLists,
            InstantSource clock) {
        this.inner = inner;
        this.api = api;
        this.calls = calls;
        this.keyLists = keyLists;
        this.clock = clock;
    }

    @Override
    protected CloseableHttpResponse doExecute(
            HttpHost target, HttpRequest request, @Nullable HttpContext context)
            throws IOException {
        URI uri = URI.create(request.getRequestLine().getUri());
        boolean listsKeys =
                request.getRequestLine().getMethod().equals("GET") && uri.getPath().equals(KEYS);
        try {
            for (int refusals = 0; ; refusals++) {
                if (listsKeys) {
                    keyLists.take();
                }
                calls.take();
                CloseableHttpResponse response = inner.execute(sent(request, uri), context);
                learn(response);
                if (response.getStatusLine().getStatusCode() == 407) {
                    response.close();
                    throw new ConnectException("the proxy asks who we are (407)");
                }
                if (response.getStatusLine().getStatusCode() != 429 || refusals == REFUSALS) {
                    return response;
                }
                Duration pause = pause(response, refusals);
                EntityUtils.consumeQuietly(response.getEntity());
                response.close();
                (listsKeys ? keyLists : calls).hold(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }

    /// The request as it goes to the endpoint: the vendor's client knows only one.
    private org.apache.http.client.methods.HttpUriRequest sent(HttpRequest request, URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String base = api.toString();
        String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return RequestBuilder.copy(request).setUri(root + uri.getRawPath() + query).build();
    }

    private void learn(HttpResponse response) throws InterruptedException {
        long limit = number(response, "ratelimit-limit");
        long remaining = number(response, "ratelimit-remaining");
        if (limit > 0 && remaining >= 0) {
            calls.learn((int) limit, (int) remaining);
        }
    }

    /// What the answer asks for; else until the oldest call no longer counts; else a little longer each time.
    private Duration pause(HttpResponse response, int refusals) {
        long after = number(response, "retry-after");
        if (after > 0) {
            return Duration.ofSeconds(after);
        }
        long reset = number(response, "ratelimit-reset") - clock.instant().getEpochSecond();
        return number(response, "ratelimit-remaining") == 0 && reset > 0
                ? Duration.ofSeconds(Math.min(reset, Duration.ofHours(1).toSeconds()))
                : Duration.ofSeconds(2L << refusals);
    }

    private static long number(HttpResponse response, String name) {
        Header header = response.getFirstHeader(name.toLowerCase(Locale.ROOT));
        try {
            return header == null ? -1 : Long.parseLong(header.getValue().strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    @Override
    @Deprecated
    public org.apache.http.params.HttpParams getParams() {
        return inner.getParams();
    }

    @Override
    @Deprecated
    public org.apache.http.conn.ClientConnectionManager getConnectionManager() {
        return inner.getConnectionManager();
    }
}
