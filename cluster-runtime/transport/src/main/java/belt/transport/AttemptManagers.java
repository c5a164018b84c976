package belt.transport;

import belt.pki.CertificateRejected;
import belt.pki.Credentials;
import belt.pki.PkiProblem;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Key and trust managers which find the attempt that an engine belongs to, so that one TLS context serves clients of any
/// number of identities: a process that plays two thousand agents needs no two thousand contexts.
///
/// The engine carries the attempt's name as its "peer host". No DNS name looks like it (it has no dot), so it never leaves
/// the process as a server name indication.
final class AttemptManagers {
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final Keys keys = new Keys(attempts);
    private final Trust trust = new Trust(attempts);

    X509ExtendedKeyManager keys() {
        return keys;
    }

    X509ExtendedTrustManager trust() {
        return trust;
    }

    void begin(String name, Attempt attempt) {
        attempts.put(name, attempt);
    }

    void end(String name) {
        attempts.remove(name);
    }

    private static final class Keys extends X509ExtendedKeyManager {
        private final Map<String, Attempt> attempts;

        Keys(Map<String, Attempt> attempts) {
            this.attempts = attempts;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
            String name = engine.getPeerHost();
            return credentials(name) != null && List.of(keyTypes).contains("EC") ? name : null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            var credentials = credentials(alias);
            return credentials == null ? null : credentials.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            var credentials = credentials(alias);
            return credentials == null ? null : credentials.key();
        }

        private @Nullable Credentials credentials(@Nullable String name) {
            var attempt = name == null ? null : attempts.get(name);
            return attempt == null ? null : attempt.credentials();
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }
    }

    private static final class Trust extends X509ExtendedTrustManager {
        private final Map<String, Attempt> attempts;

        Trust(Map<String, Attempt> attempts) {
            this.attempts = attempts;
        }

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateRejected {
            String name = engine == null ? null : engine.getPeerHost();
            var attempt = name == null ? null : attempts.get(name);
            if (attempt == null) {
                throw nobody();
            }
            attempt.verify(List.of(chain));
        }

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateRejected {
            throw nobody();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateRejected {
            throw nobody();
        }

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
                throws CertificateRejected {
            throw nobody();
        }

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateRejected {
            throw nobody();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateRejected {
            throw nobody();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        private static CertificateRejected nobody() {
            return new CertificateRejected(PkiProblem.UNTRUSTED, "no call is under way");
        }
    }
}
