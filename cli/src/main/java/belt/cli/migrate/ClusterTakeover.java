package belt.cli.migrate;

import belt.cli.command.Call;
import belt.cli.command.Providers;
import belt.cli.state.ClusterConfig;
import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.provider.ProviderOption;
import belt.provider.ProviderType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Makes a cluster of belt's out of one of 2016.
///
/// @param call the command
/// @param report what is told
record ClusterTakeover(Call call, Report report) {
    private static final String NONE = "none";

    void take(OldBelt.Cluster old) {
        try {
            String driver = old.config().driver();
            ProviderType type =
                    Providers.require(driver.equals(NONE) ? "generic" : driver, call.io());
            Map<String, String> options = options(old, type);
            if (call.workspace().clusters().contains(old.name())) {
                known(old, type, options);
                return;
            }
            ClusterState made = call.workspace().create(old.name(), type.name(), options);
            String note =
                    driver.equals(NONE)
                            ? "it had no driver: generic, for servers that you have"
                            : type.name() + ", " + options.size() + " options";
            report.taken("cluster", old.name(), note);
            if (!old.host().isEmpty()) {
                made.activate(old.host());
                report.taken("active node", old.name() + "/" + old.host(), "");
            }
        } catch (BeltException e) {
            report.failed("cluster", old.name(), String.valueOf(e.getMessage()));
        }
    }

    private void known(OldBelt.Cluster old, ProviderType type, Map<String, String> options) {
        ClusterState there = call.workspace().require(old.name());
        if (there.folder()
                .toAbsolutePath()
                .normalize()
                .equals(old.folder().toAbsolutePath().normalize())) {
            report.known("cluster", old.name(), "used where it lies: " + old.origin());
            return;
        }
        ClusterConfig config = there.config();
        if (config.driver().equals(type.name()) && config.options().equals(options)) {
            report.known("cluster", old.name(), "with the same options");
        } else {
            report.failed(
                    "cluster",
                    old.name(),
                    "there is another cluster of this name here, with other options");
        }
    }

    /// The options that belt knows, without secrets.
    private Map<String, String> options(OldBelt.Cluster old, ProviderType type) {
        var options = new LinkedHashMap<String, String>();
        old.config()
                .options()
                .forEach((key, value) -> {
                    Optional<ProviderOption> option = option(type, key);
                    if (isSecret(key) || option.filter(ProviderOption::secret).isPresent()) {
                        report.left(
                                "credential",
                                old.name() + " " + key,
                                "in clear in "
                                        + old.origin()
                                        + "; not copied: put it into a keyring or a file of mode 600, then belt account add NAME "
                                        + type.name()
                                        + " "
                                        + option.map(ProviderOption::key)
                                                .orElse(key.replace('_', '-'))
                                        + "=file:PATH");
                    } else if (option.isEmpty()) {
                        report.left(
                                "option",
                                old.name() + " " + key,
                                "provider " + type.name() + " has none of this name");
                    } else {
                        options.put(key, value);
                    }
                });
        return options;
    }

    private static boolean isSecret(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replace('_', '-');
        return plain.endsWith("token") || plain.endsWith("secret") || plain.endsWith("password");
    }

    private static Optional<ProviderOption> option(ProviderType type, String key) {
        String word = key.replace('_', '-');
        return type.options().stream()
                .filter(each -> each.key().equals(word) || each.flag().equals(word))
                .findFirst();
    }
}
