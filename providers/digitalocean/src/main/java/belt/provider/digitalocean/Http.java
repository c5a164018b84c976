package belt.provider.digitalocean;

import belt.core.Secret;
import belt.provider.ProviderContext;
import belt.provider.limit.AccountLimiter;
import belt.provider.limit.Window;
import belt.provider.net.ProxyChoice;
import java.time.Duration;
import java.util.List;
import org.apache.http.HttpHost;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/// How DigitalOcean is reached: time-outs, connections, and its limits (vendor's page "Rate limit": 5,000 calls in any hour
/// and 250 in any minute per token; keys may be listed ten times a minute). Its timers begin when a call arrives, ours when
/// it leaves: our windows are a little longer.
final class Http {
    private static final Window HOUR = new Window(Duration.ofSeconds(3_605), 5_000);
    private static final Window MINUTE = new Window(Duration.ofSeconds(61), 250);
    private static final Window KEY_LISTS = new Window(Duration.ofSeconds(61), 10);

    /// Longer than the longest window, so that a call is refused only when something is wrong.
    private static final Duration PATIENCE = Duration.ofMinutes(75);

    private static final int CONNECT_MS = 10_000;

    /// A create of ten takes seconds; a proxy in between gives up after a minute.
    private static final int ANSWER_MS = 90_000;

    private static final int CONNECTIONS = 64;

    private Http() {}

    static LimitedHttp open(ProviderContext context, Settings settings, Secret token) {
        var connections =
                new PoolingHttpClientConnectionManager(
                        RegistryBuilder.<ConnectionSocketFactory>create()
                                .register("http", PlainConnectionSocketFactory.getSocketFactory())
                                .register("https", Sockets.secure(settings))
                                .build());
        connections.setDefaultMaxPerRoute(CONNECTIONS);
        connections.setMaxTotal(CONNECTIONS);
        // a connection that the server closed meanwhile would make a create's outcome unknown
        connections.setValidateAfterInactivity(1_000);
        connections.setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(ANSWER_MS).setTcpNoDelay(true).build());
        var builder = HttpClients.custom();
        ProxyChoice.of(context.around(), settings.api())
                .ifPresent(proxy -> through(builder, proxy));
        var inner =
                builder.setConnectionManager(connections)
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectTimeout(CONNECT_MS)
                                        .setConnectionRequestTimeout(ANSWER_MS)
                                        .setSocketTimeout(ANSWER_MS)
                                        .build())
                        .setUserAgent("belt")
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .useSystemProperties()
                        .build();
        String who = "account " + context.credentials().account() + " of digitalocean";
        return new LimitedHttp(
                inner,
                settings.api(),
                limiter(context, who, "digitalocean", token, List.of(HOUR, MINUTE)),
                limiter(context, who, "digitalocean-keys", token, List.of(KEY_LISTS)),
                context.around().clock());
    }

    private static void through(HttpClientBuilder builder, ProxyChoice proxy) {
        var host = new HttpHost(proxy.host(), proxy.port());
        builder.setProxy(host);
        if (!proxy.user().isEmpty()) {
            var known = new BasicCredentialsProvider();
            known.setCredentials(
                    new AuthScope(host),
                    new UsernamePasswordCredentials(proxy.user(), proxy.password().reveal()));
            builder.setDefaultCredentialsProvider(known);
        }
    }

    private static AccountLimiter limiter(
            ProviderContext context, String who, String key, Secret token, List<Window> windows) {
        return new AccountLimiter(context.around(), who, key, token, windows, PATIENCE);
    }
}
