package belt.cli.account;

import belt.cli.command.Catalog;
import belt.cli.command.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands about accounts at providers.
public final class AccountCommands implements Catalog {
    @Override
    public List<String> names() {
        return List.of("account ls", "account add", "account check", "account rm");
    }

    @Override
    public @Nullable Command find(String name) {
        return switch (name) {
            case "account ls" -> new AccountLs();
            case "account add" -> new AccountAdd();
            case "account check" -> new AccountCheck();
            case "account rm" -> new AccountRm();
            default -> null;
        };
    }
}
