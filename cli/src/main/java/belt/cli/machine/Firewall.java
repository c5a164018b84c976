package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.operate.AddressRange;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.OperatorAddress;
import belt.cli.problem.CliProblem;
import belt.cli.swarm.Apis;
import belt.cli.term.Risk;
import belt.core.BeltException;
import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.ProviderType;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `belt firewall plan` and `belt firewall apply`.
final class Firewall implements Command {
    private static final String NONE = "none";

    private final boolean apply;
    private final Opt<List<String>> adminCidr =
            Opt.commaList("--admin-cidr", "RANGE")
                    .help(
                            "from where SSH and the API are reached (the address that machines see you by)");
    private final Opt<List<String>> publish =
            Opt.commaList("--publish", "PORT")
                    .help("ports that are open to everybody, or none (those that are open now)");

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
                        "belt firewall " + (apply ? "apply" : "plan"), "for where you are just now")
                .example(
                        "belt firewall "
                                + (apply ? "apply" : "plan")
                                + " --admin-cidr 203.0.113.7,2001:db8:7::/64 --publish 80,443",
                        "for these addresses, and two ports open to everybody")
                .note(
                        "Members reach each other on 7946, 4789/udp, 51820/udp and by ICMP, and managers on 2376 and 2377; managers"
                                + " reach each other on 2378. From your address: SSH and 2376. All else is kept out. Your address"
                                + " is what a machine sees over SSH, else what BELT_ADDRESS_URL answers"
                                + " (https://checkip.amazonaws.com; none asks nobody).");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        List<Integer> ports = ports(call);
        List<ProviderType> types = types(estate);
        Optional<Set<String>> managers = managers(call, estate);
        boolean changed = false;
        for (ProviderType type : types) {
            List<String> ranges = ranges(call, estate, type);
            try (MachineProvider provider = estate.open(type.name())) {
                var wall =
                        new ClusterWall(
                                provider,
                                estate.cluster().inventory().machines(),
                                ranges,
                                call.values().given(publish)
                                        ? Optional.of(ports)
                                        : Optional.empty(),
                                managers);
                ClusterWall.Plan plan = wall.plan();
                call.out().list(WallRow.view(), plan.rows());
                if (!apply || call.has(Globals.PLAN)) {
                    continue;
                }
                if (plan.isEmpty()) {
                    continue;
                }
                call.prompt()
                        .confirm(
                                "Set these rules for all machines of "
                                        + estate.cluster().name()
                                        + " at "
                                        + type.name()
                                        + "?",
                                Risk.LOSE_ACCESS);
                try (var _ = MachineWork.lock(estate, "firewall apply")) {
                    wall.apply(plan);
                }
                changed = true;
            }
        }
        if (apply && !changed && !call.has(Globals.PLAN)) {
            call.out().say("nothing to do");
        }
        return Exit.DONE;
    }

    /// The providers of the cluster's machines that have a firewall.
    private static List<ProviderType> types(Estate estate) {
        var names = new LinkedHashSet<String>();
        names.add(estate.provider().name());
        estate.cluster().inventory().machines().forEach(machine -> names.add(machine.provider()));
        List<ProviderType> types =
                names.stream()
                        .map(name -> Providers.require(name, estate.call().io()))
                        .filter(type -> type.can(Capability.FIREWALL))
                        .toList();
        if (types.isEmpty()) {
            throw Capability.FIREWALL.missing(estate.provider());
        }
        return types;
    }

    private List<String> ranges(Call call, Estate estate, ProviderType type)
            throws InterruptedException {
        if (call.values().given(adminCidr)) {
            return call.get(adminCidr).stream().map(AddressRange::written).toList();
        }
        OperatorAddress.Seen seen =
                new OperatorAddress(estate).find(type, estate.options(type.name()));
        if (seen.ranges().isEmpty()) {
            throw new BeltException.InvalidInput(
                            CliProblem.BAD_VALUE,
                            "--admin-cidr is needed: nobody could log in without, and nobody could tell your address")
                    .withDetail(seen.by())
                    .withRemedy(
                            "belt firewall "
                                    + (apply ? "apply" : "plan")
                                    + " --admin-cidr YOUR-ADDRESS");
        }
        call.out().say("you are at " + OperatorAddress.words(seen));
        return seen.ranges();
    }

    /// Names of the managers; empty if there is no cluster yet, or none of it answers.
    private static Optional<Set<String>> managers(Call call, Estate estate)
            throws InterruptedException {
        boolean none = !Files.exists(estate.cluster().folder().resolve("certs"));
        if (none || estate.cluster().inventory().machines().isEmpty()) {
            return Optional.empty();
        }
        try (Apis apis = Apis.of(call, estate.cluster())) {
            return Optional.of(
                    apis.manager().client().nodes().stream()
                            .filter(node -> node.manager())
                            .map(node -> node.hostname())
                            .collect(Collectors.toSet()));
        } catch (BeltException e) {
            call.out()
                    .say(
                            "which machines are managers stays as it is at the provider: "
                                    + e.getMessage());
            return Optional.empty();
        }
    }

    private List<Integer> ports(Call call) {
        List<String> words = call.get(publish);
        if (words.equals(List.of(NONE))) {
            return List.of();
        }
        var ports = new ArrayList<Integer>();
        for (String word : words) {
            ports.add(port(word));
        }
        return ports;
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
                CliProblem.BAD_VALUE, "--publish: '" + text + "' is no port and not " + NONE);
    }
}
