package belt.cli.cluster;

import belt.cli.operate.Estate;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `KEY=VALUE` words. A key may carry its provider in front, as 2016's `digitalocean.region=sgp1`.
public final class Defines {
    private Defines() {}

    /// Reads them for a provider: each key is one of its options, in the provider's own spelling, and none is a secret.
    ///
    /// @throws BeltException.InvalidInput for an unknown option, naming the nearest, and for a credential
    public static Map<String, String> checked(ProviderType type, List<String> words) {
        var map = new LinkedHashMap<String, String>();
        parse(type.name(), words)
                .forEach((key, value) -> {
                    if (!key.equals(Estate.ACCOUNT)) {
                        ProviderOptions.keyOf(type, key);
                    }
                    map.put(key, value);
                });
        return map;
    }

    /// Reads them.
    ///
    /// @param driver the provider that may stand in front
    public static Map<String, String> parse(String driver, List<String> words) {
        var map = new LinkedHashMap<String, String>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE, "'" + word + "' is not KEY=VALUE");
            }
            String key = word.substring(0, equals).strip();
            String plain = key.startsWith(driver + ".") ? key.substring(driver.length() + 1) : key;
            map.put(plain, word.substring(equals + 1));
        }
        return map;
    }
}
