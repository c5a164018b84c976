package belt.cli.credential;

import belt.cli.term.Io;
import belt.core.BeltException;
import belt.core.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// `accounts.yaml` in the operator's configuration folder:
///
/// ```yaml
/// format: 1
/// accounts:
///   work:
///     provider: digitalocean
///     access-token: "env:DO_WORK_TOKEN"
/// ```
///
/// @param path where it is
public record AccountFile(Path path) {
    private static final int FORMAT = 1;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    public static AccountFile of(Io io) {
        return new AccountFile(io.xdg("XDG_CONFIG_HOME", ".config").resolve("accounts.yaml"));
    }

    /// All accounts, in the file's order; none if there is no file.
    ///
    /// @throws BeltException.InvalidInput if the file cannot be understood
    public List<NamedAccount> accounts() {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw bad("it cannot be read", e);
        }
        Object root;
        try {
            root = new Load(LoadSettings.builder().build()).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String where =
                    e.getProblemMark()
                            .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                            .orElse("");
            throw bad(where + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw bad(String.valueOf(e.getMessage()).lines().findFirst().orElse("no YAML"), e);
        }
        if (!(root instanceof Map<?, ?> map)) {
            throw bad("expected format and accounts");
        }
        if (!(map.get("format") instanceof Integer format) || format != FORMAT) {
            throw bad("its format is " + map.get("format") + ", this belt knows " + FORMAT);
        }
        var accounts = new ArrayList<NamedAccount>();
        if (map.get("accounts") instanceof Map<?, ?> all) {
            all.forEach((name, body) -> accounts.add(account(String.valueOf(name), body)));
        }
        return accounts;
    }

    private NamedAccount account(String name, Object body) {
        if (!(body instanceof Map<?, ?> map) || !(map.get("provider") instanceof String provider)) {
            throw bad("account " + name + " names no provider");
        }
        var secrets = new LinkedHashMap<String, SecretSource>();
        map.forEach((key, value) -> {
            if (!key.equals("provider")) {
                String word = String.valueOf(key);
                secrets.put(word, source(name, word, String.valueOf(value)));
            }
        });
        return new NamedAccount(name, provider, secrets);
    }

    private SecretSource source(String account, String key, String text) {
        try {
            return SecretSource.parse(key, text);
        } catch (BeltException.InvalidInput e) { // what stands there is not repeated
            throw new BeltException.InvalidInput(
                            AccountProblem.IN_CLEAR,
                            path + ": account " + account + ": " + e.getMessage(),
                            e)
                    .withDetail("secrets are never written down: belt keeps where to find them");
        }
    }

    public Optional<NamedAccount> find(String name) {
        return accounts().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// @throws BeltException.NotFound naming the nearest
    public NamedAccount require(String name) {
        return find(name)
                .orElseThrow(() -> {
                    List<String> names = accounts().stream().map(NamedAccount::name).toList();
                    String hint = Nearest.hint(name, names);
                    return new BeltException.NotFound(
                                    AccountProblem.UNKNOWN, "there is no account " + name)
                            .withDetail(
                                    !hint.isEmpty()
                                            ? hint
                                            : names.isEmpty()
                                                    ? "there is none at all"
                                                    : "there are " + String.join(", ", names))
                            .withRemedy("belt account ls");
                });
    }

    /// Adds one.
    ///
    /// @throws BeltException.Conflict if there is one of that name
    public void add(NamedAccount account) {
        if (!account.name().matches(NAME)) {
            throw new BeltException.InvalidInput(
                    AccountProblem.BAD_NAME,
                    "'" + account.name() + "' cannot be an account's name");
        }
        if (find(account.name()).isPresent()) {
            throw new BeltException.Conflict(
                            AccountProblem.EXISTS, "there is an account " + account.name())
                    .withRemedy("belt account rm " + account.name());
        }
        var all = new ArrayList<>(accounts());
        all.add(account);
        write(all);
    }

    /// Takes one out.
    public void remove(String name) {
        require(name);
        write(accounts().stream().filter(each -> !each.name().equals(name)).toList());
    }

    private void write(Collection<NamedAccount> accounts) {
        var text = new StringBuilder("format: " + FORMAT + "\naccounts:");
        if (accounts.isEmpty()) {
            text.append(" {}");
        }
        text.append('\n');
        for (NamedAccount account : accounts) {
            text.append("  ").append(account.name()).append(":\n");
            text.append("    provider: ").append(account.provider()).append('\n');
            account.secrets()
                    .forEach((key, source) ->
                            text.append("    ")
                                    .append(key)
                                    .append(": ")
                                    .append(quoted(source.text()))
                                    .append('\n'));
        }
        Path beside = path.resolveSibling(".accounts.yaml.new");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(beside, text);
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    AccountProblem.FILE, path + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private BeltException bad(String why) {
        return new BeltException.InvalidInput(AccountProblem.FILE, path + ": " + why);
    }

    private BeltException bad(String why, Throwable cause) {
        return new BeltException.InvalidInput(AccountProblem.FILE, path + ": " + why, cause);
    }
}
