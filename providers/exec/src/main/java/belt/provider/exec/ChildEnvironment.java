package belt.provider.exec;

import belt.core.Secret;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The environment of a provider: what any program needs to run, and what the provider declared. Everything else stays
/// out, above all the secrets of other providers, and its own.
final class ChildEnvironment {
    private static final Set<String> USUAL =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "SHELL",
                    "LANG",
                    "LANGUAGE",
                    "TZ",
                    "TMPDIR",
                    "TERM",
                    "XDG_CONFIG_HOME",
                    "XDG_CACHE_HOME",
                    "XDG_STATE_HOME",
                    "XDG_DATA_HOME",
                    "XDG_RUNTIME_DIR",
                    "SSL_CERT_FILE",
                    "SSL_CERT_DIR",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy",
                    "all_proxy",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "ALL_PROXY");

    private ChildEnvironment() {}

    /// Before it has described itself.
    static Map<String, String> first(Map<String, String> all) {
        var some = new LinkedHashMap<String, String>();
        all.forEach((name, value) -> {
            if (USUAL.contains(name) || name.startsWith("LC_")) {
                some.put(name, value);
            }
        });
        return some;
    }

    /// Once it has.
    ///
    /// @param values the options that are set
    static Map<String, String> opened(
            Hello hello, ProviderContext context, Map<String, String> values) {
        Map<String, String> all = context.around().environment();
        var some = first(all);
        var secret = new HashSet<String>();
        for (ProviderOption option : hello.options()) {
            if (option.secret()) {
                secret.addAll(option.environment());
            }
        }
        for (String name : hello.environment()) {
            if (all.containsKey(name) && !secret.contains(name)) {
                some.put(name, all.get(name));
            }
        }
        for (ProviderOption option : hello.options()) {
            String value =
                    option.secret()
                            ? context.credentials()
                                    .find(option.key())
                                    .map(Secret::reveal)
                                    .orElse("")
                            : values.getOrDefault(option.key(), "");
            if (hello.exported().contains(option.key()) && !value.isEmpty()) {
                some.put(option.environment().getFirst(), value);
            }
        }
        return some;
    }

    /// The secrets that go over stdin: those that do not go into the environment.
    static Map<String, String> credentials(Hello hello, ProviderContext context) {
        var secrets = new LinkedHashMap<String, String>();
        List<ProviderOption> options =
                hello.options().stream()
                        .filter(ProviderOption::secret)
                        .filter(option -> !hello.exported().contains(option.key()))
                        .toList();
        for (ProviderOption option : options) {
            context.credentials()
                    .find(option.key())
                    .ifPresent(secret -> secrets.put(option.key(), secret.reveal()));
        }
        return secrets;
    }
}
