package belt.cli.account;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.credential.AccountFile;

/// `belt account rm`.
final class AccountRm implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "account rm", "Forget accounts at providers")
                .arguments("NAME…")
                .example("belt account rm work", "the account itself stays as it is");
    }

    @Override
    public int run(Call call) {
        AccountFile file = AccountFile.of(call.io());
        call.arguments().forEach(file::require);
        for (String name : call.arguments()) {
            if (call.has(Globals.PLAN)) {
                call.out().line("- account " + name);
            } else {
                file.remove(name);
                call.out().line(name);
            }
        }
        return Exit.DONE;
    }
}
