package belt.provider.net;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.ProviderProblem;
import belt.provider.Surroundings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The proxy that the operator's environment names, as most tools read it: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme of what
/// is asked for, `ALL_PROXY` for both, lower case before upper case; `NO_PROXY` lists what is asked directly: names, with
/// all below them, addresses, `*`, each with or without a port.
///
/// @param host the proxy's name or address
/// @param port its port
/// @param user who it lets through; empty for everybody
/// @param password the password that goes with it
public record ProxyChoice(String host, int port, String user, Secret password) {
    private static final int USUAL_PORT = 8080;

    /// The proxy for an address; empty to ask directly.
    ///
    /// @throws BeltException.InvalidInput for a variable that is no http URL, naming the variable and not its value, which
    ///     may hold a password
    public static Optional<ProxyChoice> of(Surroundings around, URI target) {
        String scheme = target.getScheme().toLowerCase(Locale.ROOT);
        Optional<String> name =
                either(around, scheme + "_proxy")
                        .or(() -> either(around, "all_proxy"))
                        .filter(_ -> !isDirect(around, target));
        return name.map(each -> read(each, around.variable(each).orElseThrow()));
    }

    /// The name that is set, the lower-case one first.
    private static Optional<String> either(Surroundings around, String name) {
        return List.of(name, name.toUpperCase(Locale.ROOT)).stream()
                .filter(each -> around.variable(each).isPresent())
                .findFirst();
    }

    private static boolean isDirect(Surroundings around, URI target) {
        String host = plain(target.getHost());
        int usual = target.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        int port = target.getPort() < 0 ? usual : target.getPort();
        return either(around, "no_proxy").flatMap(around::variable).stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                .filter(Predicate.not(String::isEmpty))
                .anyMatch(entry -> isMeant(entry, host, port));
    }

    private static boolean isMeant(String entry, String host, int port) {
        String name = plain(entry);
        int colon = name.lastIndexOf(':');
        if (colon > 0 && name.indexOf(':') == colon) {
            if (!name.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            name = name.substring(0, colon);
        }
        name = name.startsWith("*.") ? name.substring(2) : name.replaceFirst("^\\.", "");
        return name.equals("*") || host.equals(name) || host.endsWith("." + name);
    }

    private static String plain(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    }

    private static ProxyChoice read(String name, String value) {
        try {
            var uri = new URI(value.contains("://") ? value : "http://" + value);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                String info = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
                String[] two = info.split(":", 2);
                return new ProxyChoice(
                        uri.getHost(),
                        uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                        decode(two[0]),
                        Secret.of(two.length < 2 ? "" : decode(two[1])));
            }
        } catch (URISyntaxException | IllegalArgumentException _) {
            // said below
        }
        throw new BeltException.InvalidInput(
                        ProviderProblem.PROXY, "the proxy in " + name + " cannot be used")
                .withDetail("it is an http URL: http://proxy.example.com:3128");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
