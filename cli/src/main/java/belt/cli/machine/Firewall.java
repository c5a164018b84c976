package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterFirewall;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.output.View;
import belt.cli.problem.CliProblem;
import belt.cli.term.Risk;
import belt.cli.term.Tint;
import belt.core.BeltException;
import belt.provider.Capability;
import belt.provider.FirewallPlan;
import belt.provider.MachineProvider;
import java.util.List;
import java.util.Locale;

/// `belt firewall plan` and `belt firewall apply`.
final class Firewall implements Command {
    private static final String RANGE = "[0-9a-fA-F.:]+(/\\d{1,3})?";

    private final boolean apply;
    private final Opt<List<String>> adminCidr =
            Opt.commaList("--admin-cidr", "RANGE")
                    .help("from where SSH and the API are reached: your address or network");
    private final Opt<List<String>> publish =
            Opt.commaList("--publish", "PORT").help("ports that are open to everybody");

    /// @param apply whether it is carried out
    Firewall(boolean apply) {
        this.apply = apply;
    }

    @Override
    public Spec spec() {
        return (apply
                        ? Spec.of(
                                Spec.Group.MACHINES,
                                "firewall apply",
                                "Set the cluster's firewall at its provider")
                        : Spec.of(
                                Spec.Group.MACHINES,
                                "firewall plan",
                                "Show the cluster's firewall at its provider, and what would change"))
                .options(adminCidr, publish)
                .example(
                        "belt firewall " + (apply ? "apply" : "plan") + " --admin-cidr 203.0.113.7",
                        "for one operator's address")
                .note(
                        "Between members: 2376, 2377, 2378, 7946, 4789/udp, 51820/udp, ICMP. From --admin-cidr: 22 and 2376. All"
                                + " else is kept out. Which address the provider sees of you, your network knows: belt asks nobody"
                                + " for it.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        List<String> ranges = call.get(adminCidr).stream().map(Firewall::range).toList();
        if (ranges.isEmpty()) {
            throw new BeltException.InvalidInput(
                            CliProblem.BAD_VALUE,
                            "--admin-cidr is needed: nobody could log in without")
                    .withRemedy(
                            "belt firewall "
                                    + (apply ? "apply" : "plan")
                                    + " --admin-cidr YOUR-ADDRESS");
        }
        List<Integer> ports = call.get(publish).stream().map(Firewall::port).toList();
        if (!estate.provider().can(Capability.FIREWALL)) {
            throw Capability.FIREWALL.missing(estate.provider());
        }
        try (MachineProvider provider = estate.open(estate.config().driver())) {
            FirewallPlan plan = provider.firewall(ClusterFirewall.rules(ranges, ports));
            call.out().list(view(), plan.changes());
            if (!apply || call.has(Globals.PLAN)) {
                return Exit.DONE;
            }
            if (plan.isEmpty()) {
                call.out().say("nothing to do");
                return Exit.DONE;
            }
            call.prompt()
                    .confirm(
                            "Set these rules for all machines of " + estate.cluster().name() + "?",
                            Risk.LOSE_ACCESS);
            try (var _ = MachineWork.lock(estate, "firewall apply")) {
                provider.apply(plan);
            }
        }
        return Exit.DONE;
    }

    private static View<FirewallPlan.Change> view() {
        return View.<FirewallPlan.Change>of("rule", change -> change.rule().toString())
                .column("CHANGE", change -> change.kind().name().toLowerCase(Locale.ROOT))
                .tinted(change ->
                        switch (change.kind()) {
                            case ADD -> Tint.GOOD;
                            case KEEP -> Tint.PLAIN;
                            case REMOVE -> Tint.BAD;
                        })
                .column("RULE", change -> change.rule().toString())
                .column("FOR", change -> change.rule().why())
                .unsorted();
    }

    private static String range(String text) {
        if (!text.matches(RANGE)) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE,
                    "--admin-cidr: '" + text + "' is no address or range such as 203.0.113.0/24");
        }
        return text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32");
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new BeltException.InvalidInput(
                CliProblem.BAD_VALUE, "--publish: '" + text + "' is no port");
    }
}
