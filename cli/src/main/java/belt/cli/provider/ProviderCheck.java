package belt.cli.provider;

import belt.cli.cluster.Defines;
import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.provider.Account;
import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `belt provider check`.
final class ProviderCheck implements Command {
    private final Opt<List<String>> define =
            Opt.list("--define", "KEY=VALUE").help("an option of the provider");
    private final Opt<String> account =
            Opt.text("--account", "NAME").help("whose credentials to use");
    private final Opt<Boolean> selfTest =
            Opt.flag("--self-test").help("run the whole contract: makes machines and removes them");
    private final Opt<String> size =
            Opt.text("--size", "SIZE").help("of the self test's machines (the cheapest)");
    private final Opt<String> otherSize =
            Opt.text("--other-size", "SIZE").orElse("").help("to try resizing with");
    private final Opt<String> region =
            Opt.text("--region", "REGION").orElse("").help("where the self test makes machines");
    private final Opt<String> image =
            Opt.text("--image", "IMAGE").orElse("").help("of the self test's machines");

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.BELT,
                        "provider check",
                        "Ask a provider whether it could work, or test it")
                .arguments("PROVIDER")
                .options(define, account, selfTest, size, otherSize, region, image)
                .example(
                        "belt provider check digitalocean", "credentials and limits; makes nothing")
                .example(
                        "belt provider check mycloud --self-test --size small -y --accept-risk cost",
                        "the contract, with two machines")
                .note(
                        "The self test works in a cluster of its own, belt-self-test-…, with at most two machines at a"
                                + " time, and removes them, also after a failure. --timeout is how long a machine may"
                                + " take to become active.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        ProviderType type = Providers.require(call.argument(0), call.io());
        for (Missing missing : type.preflight()) {
            call.out().warn(missing.what() + " is missing: " + missing.fix());
        }
        Map<String, String> options = Defines.parse(type.name(), call.get(define));
        ProviderContext context = CheckContext.of(call, type, options, call.find(account));
        if (call.has(selfTest)) {
            var wish =
                    new SelfTestRun.Wish(
                            call.find(size),
                            call.get(otherSize),
                            call.get(region),
                            call.get(image),
                            call.get(Globals.TIMEOUT));
            return new SelfTestRun(call, type, context, wish).run();
        }
        try (MachineProvider provider = type.open(context)) {
            describe(call, type, provider.check());
        }
        return Exit.DONE;
    }

    private static void describe(Call call, ProviderType type, Account account) {
        var words = new ArrayList<String>();
        type.capabilities().stream().sorted().map(Capability::word).forEach(words::add);
        call.out().line("provider      " + type.name());
        call.out().line("capabilities  " + String.join(" ", words));
        for (ProviderOption option : type.options()) {
            call.out().line("option        " + option.key() + ": " + option.meaning());
        }
        if (!account.id().isEmpty()) {
            call.out().line("account       " + account.id());
        }
        if (account.machineLimit() > 0) {
            call.out().line("machine limit " + account.machineLimit());
        }
        if (account.machines() >= 0) {
            call.out().line("machines      " + account.machines());
        }
        account.facts().forEach((key, value) -> call.out().line(key + ": " + value));
        call.out().say("provider " + type.name() + " answers");
    }
}
