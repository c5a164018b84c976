package belt.cli.operate;

import belt.cli.term.Risk;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Capability;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.ProviderContext;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshSession;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From which address the operator reaches a provider's machines, for SSH and the Docker API are open to that alone. In this
/// order: what the operator says; what a machine of the cluster sees over SSH; the own address towards a cloud on a
/// private network; what a service on the internet sees.
public final class OperatorAddress {
    /// The option that says it, for every provider with a firewall.
    public static final String OPTION = "admin-cidr";

    /// Names the service; `none` asks nobody.
    private static final String SERVICE = "BELT_ADDRESS_URL";

    /// Run by AWS, answers with the address and a line feed over IPv4.
    private static final String USUAL_SERVICE = "https://checkip.amazonaws.com";

    private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");
    private static final int ASKED = 3;
    private static final int PATIENCE_MS = 3_000;
    private static final int LONGEST = 64;
    private static final Duration SSH_PATIENCE = Duration.ofSeconds(5);

    /// What was found out.
    ///
    /// @param ranges where the operator is; empty if nobody could tell
    /// @param by who told, or why nobody did
    public record Seen(List<String> ranges, String by) {}

    private final Estate estate;

    public OperatorAddress(Estate estate) {
        this.estate = estate;
    }

    /// An order whose options say who may reach SSH and the API of a cluster's first machines. Where a firewall is there, or
    /// the provider has none, it stays as it is.
    ///
    /// @param ask whether it is in earnest: then nobody's answer has to be replaced by the operator's
    public Order guarded(ProviderType type, Order order, boolean ask) throws InterruptedException {
        return order.withOptions(guarded(type, order.options(), order.request(), ask));
    }

    private Map<String, String> guarded(
            ProviderType type, Map<String, String> options, CreateRequest request, boolean ask)
            throws InterruptedException {
        if (!type.can(Capability.FIREWALL) || !knowsOption(type) || isThere(type, request)) {
            return options;
        }
        Seen seen = find(type, options);
        var more = new LinkedHashMap<>(options);
        if (!seen.ranges().isEmpty()) {
            more.put(OPTION, String.join(",", seen.ranges()));
            say("SSH and the Docker API will be open to " + words(seen));
        } else if (ask) {
            openToEverybody(seen);
            more.put(OPTION, String.join(",", EVERYBODY));
        } else {
            say(
                    "nobody could tell your address ("
                            + seen.by()
                            + "): give --define "
                            + OPTION
                            + "=YOUR-ADDRESS");
        }
        return more;
    }

    private void openToEverybody(Seen seen) {
        try {
            estate.call()
                    .prompt()
                    .confirm(
                            "nobody could tell your address ("
                                    + seen.by()
                                    + "). Open SSH and the Docker API of all machines of "
                                    + estate.cluster().name()
                                    + " to everybody ("
                                    + String.join(", ", EVERYBODY)
                                    + ")?",
                            Risk.EXPOSE);
        } catch (BeltException.Refused e) {
            throw e.withRemedy("belt cluster update " + OPTION + "=YOUR-ADDRESS");
        }
    }

    private void say(String line) {
        estate.call().out().say(line);
    }

    /// `192.0.2.7/32, as node1 sees you`.
    public static String words(Seen seen) {
        return String.join(", ", seen.ranges()) + ", " + seen.by();
    }

    private static boolean knowsOption(ProviderType type) {
        return type.options().stream().anyMatch(option -> option.key().equals(OPTION));
    }

    /// Whether machines are on record everywhere where some are wanted: then so are the rules.
    private boolean isThere(ProviderType type, CreateRequest request) {
        List<Machine> own = own(type);
        Set<String> regions = new LinkedHashSet<>(request.regions());
        regions.add(request.spec().region());
        regions.remove("");
        Set<String> known = new LinkedHashSet<>();
        own.forEach(machine -> known.add(machine.region()));
        return !own.isEmpty() && known.containsAll(regions);
    }

    private List<Machine> own(ProviderType type) {
        return estate.cluster().inventory().machines().stream()
                .filter(machine -> machine.provider().equals(type.name()))
                .toList();
    }

    /// Finds it out.
    ///
    /// @param options of the provider, as the operator wrote them
    public Seen find(ProviderType type, Map<String, String> options) throws InterruptedException {
        ProviderContext context = context(options);
        List<String> given = ProviderOptions.read(type, context).words(OPTION);
        if (!given.isEmpty()) {
            return new Seen(
                    given.stream().map(AddressRange::written).toList(),
                    "as the option " + OPTION + " says");
        }
        Optional<Seen> seen = seenByMachine(own(type));
        if (seen.isPresent()) {
            return seen.get();
        }
        URI endpoint = type.endpoint(context);
        return endpoint != null && isPrivate(endpoint)
                ? towards(endpoint)
                : seenByService(estate.call().io().env().get(SERVICE));
    }

    private ProviderContext context(Map<String, String> options) {
        var own = new LinkedHashMap<>(options);
        own.remove(Estate.ACCOUNT);
        return ProviderContext.of(
                        estate.cluster().name(), estate.cluster().folder(), estate.around())
                .withOptions(own)
                .withCredentials(Credentials.none());
    }

    private Optional<Seen> seenByMachine(List<Machine> machines) throws InterruptedException {
        List<Machine> asked =
                machines.stream().filter(each -> !each.addresses().isEmpty()).limit(ASKED).toList();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        SshClient client = new ClusterSsh(estate.call(), estate.cluster()).clientForKnown(asked);
        List<Fanout.Job<String>> jobs =
                asked.stream()
                        .map(each -> new Fanout.Job<>(each.name(), () -> seenBy(client, each)))
                        .toList();
        for (Outcome<String> outcome : new Fanout(ASKED).run(jobs)) {
            switch (outcome) {
                case Outcome.Done<String>(var node, var text) -> {
                    Optional<String> range = AddressRange.told(text);
                    if (range.isPresent()) {
                        return Optional.of(
                                new Seen(List.of(range.get()), "as " + node + " sees you"));
                    }
                }
                case Outcome.Failed<String>(var node, var problem) ->
                        estate.call().out().detail(node + ": " + problem.getMessage());
            }
        }
        return Optional.empty();
    }

    private static String seenBy(SshClient client, Machine machine) throws InterruptedException {
        try (SshSession session = client.connect(ClusterSsh.target(machine))) {
            return session.require(
                            "ask who we are",
                            RemoteCommand.of("echo \"${SSH_CONNECTION%% *}\"").within(SSH_PATIENCE))
                    .stdout()
                    .strip();
        }
    }

    /// Clouds at an address that the internet does not route are reached without anybody in between.
    private static boolean isPrivate(URI endpoint) {
        try {
            InetAddress address = InetAddress.getByName(endpoint.getHost());
            boolean unique =
                    address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
            return unique
                    || address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress();
        } catch (IOException _) {
            return false;
        }
    }

    /// The address that this host would send from; nothing is sent.
    private static Seen towards(URI endpoint) {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(endpoint.getHost()), 9));
            String address = socket.getLocalAddress().getHostAddress();
            return AddressRange.told(address)
                    .map(range ->
                            new Seen(
                                    List.of(range),
                                    "this host's address towards " + endpoint.getHost()))
                    .orElseGet(() -> new Seen(List.of(), "no way to " + endpoint.getHost()));
        } catch (IOException e) {
            return new Seen(List.of(), "no way to " + endpoint.getHost() + ": " + e.getMessage());
        }
    }

    /// Never through a proxy: its address would be the answer, and SSH does not go through it.
    private Seen seenByService(@Nullable String chosen) {
        String service = chosen == null ? USUAL_SERVICE : chosen;
        if (service.isEmpty() || service.equals("none")) {
            return new Seen(List.of(), SERVICE + " says to ask nobody");
        }
        try {
            var connection =
                    (HttpURLConnection) URI.create(service).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            try (var in = connection.getInputStream()) {
                String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
                return AddressRange.told(text)
                        .map(range -> new Seen(List.of(range), "as " + service + " sees you"))
                        .orElseGet(() -> new Seen(List.of(), service + " answered no address"));
            }
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            return new Seen(List.of(), service + ": " + e.getMessage());
        }
    }
}
