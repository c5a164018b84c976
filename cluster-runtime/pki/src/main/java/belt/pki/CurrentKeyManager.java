package belt.pki;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Presents the credentials that count at the moment of each handshake.
///
/// JSSE and BoringSSL first ask for an alias and then, in two more calls, for the key and the chain behind it. So the
/// alias names the credentials themselves (by serial number), and the last few are kept: a renewal between those calls
/// cannot pair an old key with a new certificate, and an engine may cache by alias.
///
/// BoringSSL asks for every key type it knows, one after another, and would present an EC key for RSA where it is told
/// that there is one: everything but `EC` is answered with null.
public final class CurrentKeyManager extends X509ExtendedKeyManager {
    private static final String EC = "EC";
    private static final int KEPT = 4;

    private record Held(Credentials credentials, String serial) {}

    private final Supplier<Credentials> source;
    private volatile List<Held> newestFirst = List.of();

    /// @param source asked on each handshake; must be fast
    public CurrentKeyManager(Supplier<Credentials> source) {
        this.source = source;
    }

    /// Presents a node's certificate.
    public static CurrentKeyManager of(Supplier<NodeIdentity> identity) {
        return new CurrentKeyManager(() -> identity.get().credentials());
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return clientAlias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return serverAlias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return clientAlias(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return serverAlias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(
            @Nullable String keyType, Principal @Nullable [] issuers) {
        return EC.equals(keyType) ? new String[] {"c" + current().serial()} : null;
    }

    @Override
    public String @Nullable [] getServerAliases(
            @Nullable String keyType, Principal @Nullable [] issuers) {
        return EC.equals(keyType) ? new String[] {"s" + current().serial()} : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        var held = find(alias);
        if (held == null || alias == null) {
            return null;
        }
        var credentials = held.credentials();
        var sent =
                alias.charAt(0) == 's'
                        ? Stream.concat(credentials.chain().stream(), credentials.served().stream())
                        : credentials.chain().stream();
        return sent.toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        var held = find(alias);
        return held == null ? null : held.credentials().key();
    }

    private @Nullable String clientAlias(String @Nullable [] keyTypes) {
        return keyTypes != null && List.of(keyTypes).contains(EC) ? "c" + current().serial() : null;
    }

    private @Nullable String serverAlias(@Nullable String keyType) {
        return EC.equals(keyType) ? "s" + current().serial() : null;
    }

    private Held current() {
        var now = source.get();
        var held = newestFirst;
        return !held.isEmpty() && Objects.equals(held.getFirst().credentials(), now)
                ? held.getFirst()
                : hold(now);
    }

    private synchronized Held hold(Credentials now) {
        var newest = new Held(now, now.certificate().getSerialNumber().toString(16));
        var kept = new ArrayList<Held>();
        kept.add(newest);
        newestFirst.stream()
                .filter(each -> !each.serial().equals(newest.serial()))
                .limit(KEPT - 1L)
                .forEach(kept::add);
        newestFirst = List.copyOf(kept);
        return newest;
    }

    private @Nullable Held find(@Nullable String alias) {
        for (var each : newestFirst) {
            if (alias != null && alias.length() > 1 && alias.substring(1).equals(each.serial())) {
                return each;
            }
        }
        return null;
    }
}
