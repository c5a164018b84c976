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
                .example("belt account add work digitalocean token=env:DO_WORK", "a variable")
                .example("belt account add home digitalocean token=file:~/.do-token", "a file")
                .example(
                        "belt account add prod aws access-key=env:A 'secret-key=command:pass aws/prod'",
                        "a command")
                .note(
                        "What is written down is where a secret is, never the secret: env:NAME, file:PATH, command:WORDS,"
                                + " keyring:NAME. A cluster uses an account with belt cluster update account=NAME.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        ProviderType type = Providers.require(call.argument(1), call.io());
        var secrets = new LinkedHashMap<String, SecretSource>();
        for (String word : call.arguments().subList(2, call.arguments().size())) {
            int at = word.indexOf('=');
            String key = at < 0 ? word : word.substring(0, at);
            requireSecret(type, key);
            secrets.put(key, SecretSource.parse(key, at < 0 ? "" : word.substring(at + 1)));
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

    private static void requireSecret(ProviderType type, String key) {
        List<String> known =
                type.options().stream()
                        .filter(ProviderOption::secret)
                        .map(ProviderOption::key)
                        .toList();
        if (!known.contains(key)) {
            String hint = Nearest.hint(key, known);
            throw new BeltException.InvalidInput(
                            AccountProblem.UNKNOWN,
                            "provider " + type.name() + " has no secret named " + key)
                    .withDetail(
                            known.isEmpty()
                                    ? "it needs no account"
                                    : hint.isEmpty() ? "it has " + String.join(", ", known) : hint);
        }
    }
}
