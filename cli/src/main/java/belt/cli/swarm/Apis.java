package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.operate.ClusterKeys;
import belt.cli.state.ClusterState;
import belt.client.ClusterClient;
import belt.client.Credentials;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Machine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The APIs of a cluster's machines, and which of them to ask: the nodes given with `--host`, else the active node, else
/// whoever answers. Close it to end its connections.
public final class Apis implements AutoCloseable {
    /// A machine whose API answered.
    ///
    /// @param standing what it says of itself
    public record Reached(Machine machine, ClusterClient client, ClusterClient.Standing standing) {
        public boolean manager() {
            return standing.manager();
        }

        public String membership() {
            return standing.membership();
        }

        /// Whether the cluster can be asked here, and not only once its managers have a leader.
        private boolean decides() {
            return standing.manager() && !standing.leaderless();
        }

        /// The lower, the more it can tell of the cluster.
        private int rank() {
            return decides() ? 0 : manager() ? 1 : 2;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration HEAD_START = Duration.ofSeconds(1);
    private static final int KNOCK_MILLIS = 1000;
    private static final int AT_ONCE = 16;

    private final Call call;
    private final ClusterState cluster;
    private final Map<String, ClusterClient> clients = new ConcurrentHashMap<>();
    private @Nullable Credentials credentials;
    private boolean silenceSaid;

    private Apis(Call call, ClusterState cluster) {
        this.call = call;
        this.cluster = cluster;
    }

    public static Apis of(Call call, ClusterState cluster) {
        return new Apis(call, cluster);
    }

    /// The port of the API: `BELT_API_PORT` where nodes are reached through something that changes it.
    public static int port(Call call) {
        return call.io().variable("BELT_API_PORT").map(Integer::valueOf).orElse(ClusterClient.PORT);
    }

    /// The address by which the operator reaches a machine's API.
    ///
    /// @throws BeltException.Unreachable if it has none
    public static String address(Machine machine) {
        if (machine.addresses().isEmpty()) {
            throw new BeltException.Unreachable(
                            SwarmProblem.NOBODY_ANSWERS, machine.name() + " has no address")
                    .withRemedy("belt ls");
        }
        return machine.addresses().getFirst();
    }

    /// A machine's API; nothing is sent yet.
    public ClusterClient of(Machine machine) {
        Credentials own = credentials();
        return clients.computeIfAbsent(
                machine.name(), _ -> ClusterClient.of(own, address(machine), port(call), PATIENCE));
    }

    /// The operator's certificate, renewed where more than half of its life has passed and the CA's key is at hand.
    public synchronized Credentials credentials() {
        if (credentials == null) {
            Credentials read = hasCertificate() ? Credentials.read(cluster.certificates()) : null;
            if (read == null || aged(read.certificate())) {
                read = renewed(read);
            }
            credentials = read;
        }
        return credentials;
    }

    private Credentials renewed(@Nullable Credentials old) {
        if (old != null && !canRenew()) {
            return old;
        }
        if (canRenew()) {
            new ClusterKeys(cluster, call.io().clock())
                    .ensureClientCertificate(System.getProperty("user.name", "operator"));
        }
        return Credentials.read(cluster.certificates());
    }

    private boolean hasCertificate() {
        return Files.exists(cluster.folder().resolve("certs/cert.pem"));
    }

    private boolean canRenew() {
        return Files.isWritable(cluster.folder().resolve("pki/ca-key.pem"));
    }

    private boolean aged(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return call.io()
                .clock()
                .instant()
                .isAfter(from.plus(Duration.between(from, until).dividedBy(2)));
    }

    /// A manager to ask about the cluster.
    ///
    /// @throws BeltException.Unreachable if nobody answers, or nobody who answers is a manager
    public Reached manager() throws InterruptedException {
        Reached first = reach(HEAD_START);
        if (first.manager()) {
            return first;
        }
        String detail =
                first.machine().name() + " answers, its membership is " + first.membership();
        var problem =
                new BeltException.Unreachable(
                                SwarmProblem.NO_MANAGER,
                                "no manager of " + cluster.name() + " answers")
                        .withDetail(detail);
        throw first.membership().equals("inactive")
                ? problem.withRemedy("belt init " + first.machine().name())
                : problem.withRemedy("belt ls");
    }

    /// The machine that a docker command goes to. The active one is only knocked at: docker itself finds out the rest.
    public Machine forDocker() throws InterruptedException {
        Optional<Machine> active = active();
        if (active.isPresent() && knock(active.get())) {
            return active.get();
        }
        // the active one has had its time
        return reach(active.isPresent() ? Duration.ZERO : HEAD_START).machine();
    }

    private Optional<Machine> active() {
        return cluster.activeHost()
                .flatMap(name ->
                        cluster.inventory().machines().stream()
                                .filter(machine -> machine.name().equals(name))
                                .findFirst());
    }

    /// Whether a machine is there, and nothing listens at its API's port: so it is where a machine joined by itself, since
    /// only the operator can sign the API's certificate.
    boolean refuses(Machine machine) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(machine), port(call)), 3000);
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean knock(Machine machine) {
        if (machine.addresses().isEmpty()) {
            return false;
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(machine), port(call)), KNOCK_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Somebody who answers: the first manager in the order of preference, those that know a leader before the others; else
    /// the first who answers at all.
    ///
    /// @param headStart how long only the preferred one is waited for
    private Reached reach(Duration headStart) throws InterruptedException {
        List<Machine> candidates = candidates();
        var search = new Search<>(this::pinged, Reached::rank);
        Reached found =
                search.run(candidates, headStart)
                        .orElseThrow(() -> nobody(candidates, search.silent()));
        Machine first = candidates.getFirst();
        boolean other = !found.machine().equals(first);
        boolean active = cluster.activeHost().filter(first.name()::equals).isPresent();
        BeltException why = search.silent().get(first.name());
        if (other && active && !silenceSaid && !search.answered(first)) {
            silenceSaid = true;
            call.out()
                    .say(
                            "the active node "
                                    + first.name()
                                    + " does not answer"
                                    + (why == null ? "" : " (" + why.getMessage() + ")")
                                    + ": asking "
                                    + found.machine().name());
        }
        return found;
    }

    private Reached pinged(Machine machine) {
        ClusterClient client = of(machine);
        return new Reached(machine, client, client.ping());
    }

    /// Those of these machines whose API answers us, first the managers that know a leader, then the other managers. None
    /// where the cluster has no certificates yet.
    public List<Reached> answering(List<Machine> machines) throws InterruptedException {
        if (machines.isEmpty() || !hasCertificate() && !canRenew()) {
            return List.of();
        }
        var reached = new ArrayList<Reached>();
        for (Outcome<Reached> outcome : new Fanout(AT_ONCE).run(pings(machines))) {
            switch (outcome) {
                case Outcome.Done<Reached>(_, var value) -> reached.add(value);
                case Outcome.Failed<Reached>(var node, var problem) ->
                        call.out().detail(node + ": " + problem.getMessage());
            }
        }
        reached.sort(Comparator.comparingInt(Reached::rank));
        return reached;
    }

    private List<Machine> candidates() {
        Optional<List<String>> asked = call.find(Globals.NODES).filter(each -> !each.isEmpty());
        if (asked.isPresent()) {
            return call.select(asked.get());
        }
        var all = new ArrayList<Machine>();
        active().ifPresent(all::add);
        cluster.inventory().machines().stream()
                .filter(machine -> !machine.addresses().isEmpty() && !all.contains(machine))
                .forEach(all::add);
        if (all.isEmpty()) {
            throw new BeltException.NotFound(
                            SwarmProblem.NO_MACHINES,
                            "cluster " + cluster.name() + " has no machines")
                    .withRemedy("belt create 512mb 'node[1:4]'");
        }
        return all;
    }

    private List<Fanout.Job<Reached>> pings(List<Machine> machines) {
        return machines.stream()
                .map(machine -> new Fanout.Job<>(machine.name(), () -> pinged(machine)))
                .toList();
    }

    private BeltException nobody(List<Machine> candidates, Map<String, BeltException> reasons) {
        String some =
                String.join(
                        "; ",
                        reasons.entrySet().stream()
                                .limit(3)
                                .map(each -> each.getKey() + " " + each.getValue().getMessage())
                                .toList());
        String who =
                candidates.size() == 1
                        ? candidates.getFirst().name() + " does not answer"
                        : "none of the "
                                + candidates.size()
                                + " machines of "
                                + cluster.name()
                                + " answers";
        return new BeltException.Unreachable(SwarmProblem.NOBODY_ANSWERS, who)
                .withDetail(some)
                .withRemedy("belt ls");
    }

    @Override
    public void close() {
        clients.values().forEach(ClusterClient::close);
    }
}
