package belt.provider.aws;

import belt.core.BeltException;
import belt.provider.Surroundings;
import belt.provider.net.Authorities;
import belt.provider.net.ProxyChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The JDK's HTTP client under the SDK (ADR 0132), with the operator's proxy and authorities.
final class Http {
    /// How long to wait for an answer.
    static final Duration ANSWER = Duration.ofSeconds(60);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private Http() {}

    static SdkHttpClient open(Surroundings around, AwsSettings settings) {
        TrustManager @Nullable [] trust =
                settings.options()
                        .find("ca-bundle")
                        .map(file -> trust(settings, file))
                        .orElse(null);
        URI target =
                settings.endpoint()
                        .orElse(URI.create("https://ec2." + settings.region() + ".amazonaws.com"));
        Optional<ProxyChoice> proxy = ProxyChoice.of(around, target);
        if (proxy.isPresent() && !proxy.get().user().isEmpty()) {
            return identified(proxy.get(), trust);
        }
        var through =
                ProxyConfiguration.builder()
                        .useSystemPropertyValues(proxy.isEmpty())
                        .useEnvironmentVariablesValues(false);
        proxy.ifPresent(
                each -> through.endpoint(URI.create("http://" + each.host() + ":" + each.port())));
        var http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER)
                        .proxyConfiguration(through.build());
        if (trust != null) {
            http.tlsTrustManagersProvider(() -> trust);
        }
        return http.build();
    }

    private static TrustManager[] trust(AwsSettings settings, String file) {
        try {
            return Authorities.trust(file);
        } catch (IOException e) {
            throw settings.options().bad("ca-bundle", "it cannot be read: " + e.getMessage());
        }
    }

    /// For a proxy that wants to know who asks. The SDK's own setting for that does not reach the JDK's tunnels; these are
    /// allowed to answer by `jdk.http.auth.tunneling.disabledSchemes`, which the launcher sets to nothing.
    private static SdkHttpClient identified(ProxyChoice proxy, TrustManager @Nullable [] trust) {
        var through = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port()));
        var who =
                new Authenticator() {
                    @Override
                    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                        return getRequestorType() == RequestorType.PROXY
                                ? new PasswordAuthentication(
                                        proxy.user(), proxy.password().reveal().toCharArray())
                                : null;
                    }
                };
        SSLSocketFactory sockets = sockets(trust);
        return UrlConnectionHttpClient.create(uri -> {
            try {
                var connection = (HttpURLConnection) uri.toURL().openConnection(through);
                connection.setAuthenticator(who);
                if (connection instanceof HttpsURLConnection secure) {
                    secure.setSSLSocketFactory(sockets);
                }
                return connection;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static SSLSocketFactory sockets(TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new BeltException.Bug("this JDK has no TLS", e);
        }
    }
}
