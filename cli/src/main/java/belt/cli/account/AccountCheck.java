package belt.cli.account;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.credential.AccountFile;
import belt.cli.credential.NamedAccount;
import belt.cli.operate.Outcomes;
import belt.cli.output.View;
import belt.cli.term.Tint;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Account;
import java.util.ArrayList;
import java.util.List;

/// `belt account check`.
final class AccountCheck implements Command {
    private record Row(
            String name, String provider, String id, String machines, String state, Tint tint) {}

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "account check", "Ask the providers about accounts")
                .arguments("[NAME…]")
                .example("belt account check", "which of them work, and what they may have")
                .example("belt account check work", "one of them");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        AccountFile file = AccountFile.of(call.io());
        List<NamedAccount> accounts =
                call.arguments().isEmpty()
                        ? file.accounts()
                        : call.arguments().stream().map(file::require).toList();
        var rows = new ArrayList<Row>();
        var outcomes = new ArrayList<Outcome<Account>>();
        for (NamedAccount account : accounts) {
            try {
                Account known = new AccountTrial(call).check(account);
                rows.add(row(account, known));
                outcomes.add(new Outcome.Done<>(account.name(), known));
            } catch (BeltException e) {
                String why = String.valueOf(e.getMessage());
                rows.add(new Row(account.name(), account.provider(), "", "", why, Tint.BAD));
                outcomes.add(new Outcome.Failed<>(account.name(), e));
            }
        }
        call.out()
                .list(
                        View.<Row>of("account", Row::name)
                                .column("NAME", Row::name)
                                .column("PROVIDER", Row::provider)
                                .column("ACCOUNT", Row::id)
                                .column("MACHINES", Row::machines)
                                .column("STATE", Row::state)
                                .tinted(Row::tint),
                        rows);
        Outcomes.require(outcomes, "do not work");
        return Exit.DONE;
    }

    private static Row row(NamedAccount account, Account known) {
        String used = known.machines() < 0 ? "?" : Integer.toString(known.machines());
        String limit = known.machineLimit() == 0 ? "?" : Integer.toString(known.machineLimit());
        return new Row(
                account.name(),
                account.provider(),
                known.id(),
                used + " of " + limit,
                "works",
                Tint.GOOD);
    }
}
