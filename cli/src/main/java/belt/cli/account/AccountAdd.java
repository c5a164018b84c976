package belt.cli.account;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.credential.AccountFile;
import belt.cli.credential.AccountProblem;
import belt.cli.credential.NamedAccount;
import belt.cli.credential.SecretSource;
import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.Account;
import belt.provider.ProviderOption;
import belt.provider.ProviderType;
import java.util.LinkedHashMap;
import java.util.List;

/// `belt account add`.
final class AccountAdd implements Command {
    private final Opt<Boolean> noCheck =
            Opt.flag("--no-check").help("write it down without asking the provider");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "account add", "Name an account at a provider")
                .arguments("NAME PROVIDER KEY=SOURCE…")
                .options(noCheck)
                .example(
                        "belt account add work digitalocean access-token=env:DO_WORK", "a variable")
                .example(
                        "belt account add home digitalocean access-token=file:~/.do-token",
                        "a file")
                .example(
                        "belt account add prod aws access-key=env:A 'secret-key=command:pass aws/prod'",
                        "a command")
                .note(
                        "What is written down is where a secret is, never the secret: env:NAME, file:PATH, command:WORDS,"
                                + " keyring:NAME. A cluster uses an account with belt cluster update account=NAME.")
                .unrecorded(); // who types the secret itself by mistake does not find it in the
        // history
    }

    @Override
    public int run(Call call) throws InterruptedException {
        ProviderType type = Providers.require(call.argument(1), call.io());
        var secrets = new LinkedHashMap<String, SecretSource>();
        for (String word : call.arguments().subList(2, call.arguments().size())) {
            int at = word.indexOf('=');
            if (at < 1) { // it is not repeated: it may be the secret itself
                throw new BeltException.InvalidInput(
                                AccountProblem.IN_CLEAR,
                                "a word behind "
                                        + type.name()
                                        + " does not have the form KEY=SOURCE")
                        .withDetail(keys(type));
            }
            String key = word.substring(0, at);
            requireSecret(type, key);
            secrets.put(key, SecretSource.parse(key, word.substring(at + 1)).settled(call.io()));
        }
        var account = new NamedAccount(call.argument(0), type.name(), secrets);
        if (call.has(Globals.PLAN)) {
            call.out().line("+ account " + account.name() + "  " + type.name());
            return Exit.DONE;
        }
        if (!call.has(noCheck)) {
            Account known = new AccountTrial(call).check(account);
            call.out()
                    .say(
                            "the provider knows it"
                                    + (known.id().isEmpty() ? "" : " as " + known.id()));
        }
        AccountFile.of(call.io()).add(account);
        call.out().next("belt cluster update account=" + account.name());
        return Exit.DONE;
    }

    private static List<String> secrets(ProviderType type) {
        return type.options().stream()
                .filter(ProviderOption::secret)
                .map(ProviderOption::key)
                .toList();
    }

    private static String keys(ProviderType type) {
        List<String> known = secrets(type);
        return known.isEmpty()
                ? "provider " + type.name() + " needs no account"
                : "the keys are " + String.join(", ", known);
    }

    private static void requireSecret(ProviderType type, String key) {
        if (!secrets(type).contains(key)) {
            String hint = Nearest.hint(key, secrets(type));
            throw new BeltException.InvalidInput(
                            AccountProblem.UNKNOWN_KEY,
                            "provider " + type.name() + " has no secret named " + key)
                    .withDetail(hint.isEmpty() ? keys(type) : hint)
                    .withRemedy("belt account add --help");
        }
    }
}
