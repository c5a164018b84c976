package belt.transport;

import belt.core.BeltException;
import belt.pki.TlsContexts;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which TLS implementation carries the streams: BoringSSL, whose handshakes cost a third of the JDK's, or the JDK's own
/// where there is no native library for this machine. TLS 1.3 only, and no names compared. A client that asks
/// for HTTP by ALPN gets it where the server has downloads; nodes never ask.
enum TlsEngine {
    BORINGSSL(SslProvider.OPENSSL_REFCNT),
    JDK(SslProvider.JDK);

    private static final Logger LOG = LoggerFactory.getLogger(TlsEngine.class);

    private static final ApplicationProtocolConfig HTTP =
            new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_1_1);

    private final SslProvider provider;

    TlsEngine(SslProvider provider) {
        this.provider = provider;
    }

    /// BoringSSL if it can be loaded.
    static TlsEngine best() {
        if (OpenSsl.isAvailable()) {
            return BORINGSSL;
        }
        LOG.warn(
                "no native TLS library for this machine, handshakes cost three times as much: {}",
                String.valueOf(OpenSsl.unavailabilityCause()));
        return JDK;
    }

    /// A context for servers, which asks for the client's certificate and takes none, or any: the check follows right
    /// after the handshake, where a refusal can be put into words.
    ///
    /// @param http whether HTTP/1.1 is offered as well
    SslContext server(X509ExtendedKeyManager keys, boolean http) {
        var factory = new FixedKeys(keys);
        try {
            return SslContextBuilder.forServer(
                            this == BORINGSSL
                                    ? new OpenSslCachingX509KeyManagerFactory(factory)
                                    : factory)
                    .sslProvider(provider)
                    .protocols(TlsContexts.PROTOCOL)
                    .clientAuth(ClientAuth.OPTIONAL)
                    .trustManager(new LaterCheck())
                    .applicationProtocolConfig(http ? HTTP : ApplicationProtocolConfig.DISABLED)
                    .build();
        } catch (SSLException e) {
            throw new BeltException.Bug("cannot set up TLS for a server", e);
        }
    }

    /// A context for clients.
    SslContext client(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(provider)
                    .protocols(TlsContexts.PROTOCOL)
                    .endpointIdentificationAlgorithm(null)
                    .keyManager(keys)
                    .trustManager(trust)
                    .build();
        } catch (SSLException e) {
            throw new BeltException.Bug("cannot set up TLS for clients", e);
        }
    }

    /// Netty wants a factory; ours has one product.
    private static final class FixedKeys extends SimpleKeyManagerFactory {
        private final X509ExtendedKeyManager keys;

        FixedKeys(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        protected void engineInit(KeyStore store, char[] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {keys};
        }
    }
}
