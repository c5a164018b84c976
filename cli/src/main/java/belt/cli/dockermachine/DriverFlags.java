package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Values;
import belt.cli.term.Io;
import belt.core.BeltException;
import belt.provider.ProviderOption;
import belt.provider.ProviderType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The flags of each driver, `--digitalocean-region` and the like, out of the providers' own options.
final class DriverFlags {
    /// Docker Machine's switches; every other flag takes a value.
    private static final Set<String> SWITCHES =
            Set.of(
                    "digitalocean-ipv6",
                    "digitalocean-private-networking",
                    "digitalocean-backups",
                    "digitalocean-monitoring",
                    "amazonec2-security-group-readonly",
                    "amazonec2-request-spot-instance",
                    "amazonec2-private-address-only",
                    "amazonec2-use-private-address",
                    "amazonec2-monitoring",
                    "amazonec2-use-ebs-optimized-instance",
                    "amazonec2-insecure-transport",
                    "amazonec2-encrypt-ebs-volume",
                    "amazonec2-instance-credentials");

    /// Its flags that may be given several times.
    private static final Set<String> REPEATED =
            Set.of("amazonec2-security-group", "amazonec2-open-port");

    /// The options that name a machine's size, in the order to look.
    private static final List<String> SIZES = List.of("size", "instance-type");

    /// Drivers of Docker Machine that belt has not.
    private static final List<String> MISSING =
            List.of(
                    "azure",
                    "exoscale",
                    "google",
                    "hyperv",
                    "openstack",
                    "rackspace",
                    "softlayer",
                    "virtualbox",
                    "vmwarefusion",
                    "vmwarevcloudair",
                    "vmwarevsphere");

    /// What a machine gets where neither flag nor provider says it; `generic` machines have the size that they have.
    private static final String USUAL_SIZE = "1gb";

    private record Flag(ProviderType type, ProviderOption option, Opt<?> opt) {}

    private final List<Flag> flags = new ArrayList<>();

    DriverFlags() {
        for (ProviderType type : Providers.all()) {
            for (ProviderOption option : type.options()) {
                if (!option.flag().isEmpty()) {
                    flags.add(new Flag(type, option, opt(option)));
                }
            }
        }
    }

    private static Opt<?> opt(ProviderOption option) {
        String name = "--" + option.flag();
        String usual = option.usual().isEmpty() ? "" : " (" + option.usual() + ")";
        String help = option.meaning() + usual;
        if (SWITCHES.contains(option.flag())) {
            return Opt.flag(name).help(help);
        }
        return REPEATED.contains(option.flag())
                ? Opt.list(name, "VALUE").help(help)
                : Opt.text(name, "VALUE").help(help);
    }

    /// What is said of a flag of a driver that belt lacks.
    static Optional<BeltException> explain(String option) {
        return MISSING.stream()
                .filter(driver -> option.startsWith("--" + driver + "-"))
                .findFirst()
                .map(driver ->
                        new BeltException.InvalidInput(
                                        MachineProblem.OTHER_DRIVER,
                                        option
                                                + " belongs to the driver "
                                                + driver
                                                + ", which belt does not have")
                                .withDetail(
                                        "an executable belt-provider-"
                                                + driver
                                                + " would be one; a machine that is there already comes in with -d generic")
                                .withRemedy("belt provider ls"));
    }

    /// All of them.
    Opt<?>[] opts() {
        return flags.stream().map(Flag::opt).toArray(Opt<?>[]::new);
    }

    /// What was given for a provider, credentials left out: option key → value.
    ///
    /// @throws BeltException.InvalidInput for a flag of another driver
    Map<String, String> given(Call call, ProviderType type) {
        var given = new LinkedHashMap<String, String>();
        for (Flag flag : flags) {
            if (call.values().given(flag.opt())) {
                if (!flag.type().name().equals(type.name())) {
                    throw new BeltException.InvalidInput(
                            MachineProblem.OTHER_DRIVER,
                            flag.opt().longName()
                                    + " belongs to the driver "
                                    + MachineWords.driver(flag.type().name())
                                    + ", and the driver is "
                                    + MachineWords.driver(type.name()));
                }
                if (!flag.option().secret()) {
                    given.put(flag.option().key(), text(call.get(flag.opt())));
                }
            }
        }
        return given;
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    /// The size to ask for.
    String size(Call call, ProviderType type, Map<String, String> options) {
        for (String key : SIZES) {
            Optional<ProviderOption> option =
                    type.options().stream().filter(each -> each.key().equals(key)).findFirst();
            if (option.isPresent()) {
                return Optional.ofNullable(options.get(key))
                        .or(() ->
                                option.get().environment().stream()
                                        .flatMap(name -> call.io().variable(name).stream())
                                        .findFirst())
                        .orElse(option.get().usual());
            }
        }
        return type.name().equals("generic") ? "existing" : USUAL_SIZE;
    }

    /// The call with the credentials that were given as flags put where the provider looks for them: into the environment
    /// of this one command. They are kept nowhere.
    Call withCredentials(Call call) {
        var env = new HashMap<>(call.io().env());
        for (Flag flag : flags) {
            boolean secret = flag.option().secret() && call.values().given(flag.opt());
            if (secret && !flag.option().environment().isEmpty()) {
                String variable = flag.option().environment().getFirst();
                env.put(variable, text(call.get(flag.opt())));
                call.out()
                        .warn(
                                "everybody on this host can see "
                                        + flag.opt().longName()
                                        + " while it runs, and belt does not keep it: set "
                                        + variable
                                        + " instead");
            }
        }
        Io io = call.io();
        var with =
                new Io(
                        io.in(),
                        io.out(),
                        io.err(),
                        io.terminals(),
                        Map.copyOf(env),
                        io.directory(),
                        io.home(),
                        io.clock(),
                        io.columns());
        var values = new Values(call.values().options(), call.arguments(), with.env());
        return new Call(call.spec(), values, with, call.tree(), call.out(), call.interrupts());
    }
}
