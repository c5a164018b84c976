package belt.cli.power;

import belt.cli.command.Call;
import belt.cli.operate.Nodes;
import belt.cli.state.ClusterState;
import belt.cli.swarm.Apis;
import belt.client.NodeSummary;
import belt.core.BeltException;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the cluster says of its managers, for commands that take machines from under them: more than half of all managers
/// must answer, or nothing can be decided any more.
///
/// @param nodes all nodes; empty if nobody answers who could tell, an empty list if there is no cluster yet
public record Managers(Optional<List<NodeSummary>> nodes) {
    private static final int SOME = 16;

    /// Nobody is a manager.
    public static final Managers NONE = new Managers(Optional.of(List.of()));

    /// Asks until somebody can tell: every node, if need be.
    public static Managers of(Call call, ClusterState cluster) throws InterruptedException {
        return asked(call, cluster, nodes(cluster));
    }

    /// Asks the active node and a few others, all at once: where none of them answers, there is nothing that a command could
    /// endanger, and nobody waits long for a dead cluster.
    public static Managers ofSome(Call call, ClusterState cluster) throws InterruptedException {
        List<Machine> nodes = nodes(cluster);
        String active = cluster.activeHost().orElse("");
        List<Machine> some =
                Stream.concat(
                                nodes.stream().filter(each -> each.name().equals(active)),
                                nodes.stream().filter(each -> !each.name().equals(active)))
                        .limit(SOME)
                        .toList();
        return asked(call, cluster, some);
    }

    private static List<Machine> nodes(ClusterState cluster) {
        return cluster.inventory().machines().stream()
                .filter(machine -> !machine.addresses().isEmpty())
                .filter(machine -> Nodes.isNode(cluster, machine))
                .toList();
    }

    private static Managers asked(Call call, ClusterState cluster, List<Machine> whom)
            throws InterruptedException {
        if (whom.isEmpty()) {
            return NONE;
        }
        try (Apis apis = Apis.of(call, cluster)) {
            List<Apis.Reached> answering = apis.answering(whom);
            Optional<Apis.Reached> manager =
                    answering.stream().filter(Apis.Reached::manager).findFirst();
            if (manager.isPresent()) {
                return new Managers(nodes(call, manager.get()));
            }
            boolean none =
                    !answering.isEmpty()
                            && answering.stream()
                                    .allMatch(each -> each.membership().equals("inactive"));
            return none ? NONE : new Managers(Optional.empty());
        }
    }

    /// Empty where the managers have no leader: nothing is left to endanger.
    private static Optional<List<NodeSummary>> nodes(Call call, Apis.Reached manager) {
        try {
            return Optional.of(manager.client().nodes());
        } catch (BeltException e) {
            call.out().detail(manager.machine().name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Whether a machine is a manager, as far as anybody can tell.
    boolean includes(String machine) {
        return nodes.isEmpty() || manager(machine).isPresent();
    }

    /// In which order machines stand still without that too many managers do: workers together, managers one after the
    /// other, the leader last; one after the other too where nobody can tell who is one.
    public <T> List<List<T>> inTurn(Collection<T> those, Function<T, String> name) {
        var together = new ArrayList<T>();
        var managers = new ArrayList<T>();
        those.forEach(each -> (includes(name.apply(each)) ? managers : together).add(each));
        managers.sort(
                Comparator.comparing(
                        each -> manager(name.apply(each)).map(NodeSummary::leader).orElse(false)));
        var groups = new ArrayList<List<T>>();
        if (!together.isEmpty()) {
            groups.add(List.copyOf(together));
        }
        managers.forEach(each -> groups.add(List.of(each)));
        return groups;
    }

    /// Those of these machines that, each by itself, leave too few managers that answer.
    public List<String> vital(Collection<String> machines) {
        return machines.stream().filter(each -> isLostWithout(Set.of(each))).toList();
    }

    /// What is to be said of making these machines stand still together; empty if enough managers are left.
    public Optional<String> lossWithout(Set<String> machines) {
        if (!isLostWithout(machines)) {
            return Optional.empty();
        }
        long answering = answeringWithout(machines);
        String who =
                answering == 0
                        ? "no manager answers"
                        : "only "
                                + answering
                                + " of "
                                + count()
                                + (answering == 1 ? " managers answers" : " managers answer");
        return Optional.of(
                "without "
                        + named(machines)
                        + " "
                        + who
                        + ", and the cluster can decide nothing any more");
    }

    private String named(Set<String> machines) {
        List<String> gone =
                all().stream()
                        .map(NodeSummary::hostname)
                        .filter(machines::contains)
                        .sorted()
                        .toList();
        return gone.size() > 3 ? gone.size() + " managers" : String.join(", ", gone);
    }

    /// The question about machines that stand still one after the other.
    ///
    /// @param vital as {@link #vital}
    static String whileDown(List<String> vital) {
        return "while "
                + String.join(" or ", vital)
                + " is down, too few managers answer for the cluster to decide anything; go on?";
    }

    /// How many managers there are, as far as anybody can tell.
    public int count() {
        return all().size();
    }

    /// What is to be said of these machines' leaving the cluster in good order, managers being demoted first; empty if
    /// managers are left and enough of those answer.
    public Optional<String> lossAfter(Set<String> leaving) {
        List<NodeSummary> left =
                all().stream().filter(node -> !leaving.contains(node.hostname())).toList();
        if (left.size() == count()) {
            return Optional.empty();
        }
        if (left.isEmpty()) {
            return Optional.of("no manager is left, and the cluster's data goes with the last one");
        }
        long answering = left.stream().filter(Managers::answers).count();
        return answering * 2 > left.size()
                ? Optional.empty()
                : Optional.of(
                        "only "
                                + answering
                                + " of the "
                                + left.size()
                                + " managers that are left "
                                + (answering == 1 ? "answers" : "answer")
                                + ", and the cluster can decide nothing any more");
    }

    /// Those of these machines that are nodes.
    public List<NodeSummary> nodesOf(Set<String> machines) {
        return nodes.orElse(List.of()).stream()
                .filter(node -> machines.contains(node.hostname()))
                .toList();
    }

    private boolean isLostWithout(Set<String> machines) {
        boolean any = all().stream().anyMatch(node -> machines.contains(node.hostname()));
        return any && answeringWithout(machines) * 2 <= all().size();
    }

    private long answeringWithout(Set<String> machines) {
        return all().stream()
                .filter(Managers::answers)
                .filter(node -> !machines.contains(node.hostname()))
                .count();
    }

    private List<NodeSummary> all() {
        return nodes.orElse(List.of()).stream().filter(NodeSummary::manager).toList();
    }

    private Optional<NodeSummary> manager(String machine) {
        return all().stream().filter(node -> node.hostname().equals(machine)).findFirst();
    }

    private static boolean answers(NodeSummary node) {
        NodeSummary.Standing standing = node.standing();
        return standing != null && standing.reachability().equals("reachable");
    }
}
