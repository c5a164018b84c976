package belt.cli.account;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.credential.AccountFile;
import belt.cli.credential.NamedAccount;
import belt.cli.output.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt account ls`.
final class AccountLs implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "account ls", "List the accounts at providers")
                .example("belt account ls", "their names, and where their secrets come from");
    }

    @Override
    public int run(Call call) {
        call.out().list(view(), AccountFile.of(call.io()).accounts());
        return Exit.DONE;
    }

    private static View<NamedAccount> view() {
        return View.<NamedAccount>of("account", NamedAccount::name)
                .column("NAME", NamedAccount::name)
                .column("PROVIDER", NamedAccount::provider)
                .column("SECRETS", account -> String.join(", ", secrets(account)))
                .data(account ->
                        Map.of(
                                "name", account.name(),
                                "provider", account.provider(),
                                "secrets", data(account)));
    }

    private static List<String> secrets(NamedAccount account) {
        return account.secrets().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().text())
                .toList();
    }

    private static Map<String, String> data(NamedAccount account) {
        var data = new LinkedHashMap<String, String>();
        account.secrets().forEach((key, source) -> data.put(key, source.text()));
        return data;
    }
}
