package belt.cli.join;

import belt.cli.command.Globals;
import belt.cli.creation.Finish;
import belt.cli.creation.FirstBoot;
import belt.cli.creation.Stage;
import belt.cli.creation.StageLog;
import belt.cli.operate.Estate;
import belt.cli.swarm.Apis;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.client.WaitingNode;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.StopRequest;
import belt.provider.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Machines become nodes by themselves, at their first boot; all that is done here is to give their calls tickets, and to
/// wait until they are in. Nobody logs in to them.
public final class JoinFinish implements Finish, AutoCloseable {
    /// Its word in the journal.
    public static final String WORD = "join";

    private static final String ROLE = "join.role";
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Estate estate;
    private final Progress progress;
    private final JoinRole role;
    private final Apis apis;
    private @Nullable TicketBook tickets;

    public JoinFinish(Estate estate, Progress progress, JoinRole role) {
        this.estate = estate;
        this.progress = progress;
        this.role = role;
        this.apis = Apis.of(estate.call(), estate.cluster());
    }

    /// The one that a creation's first line tells of.
    public static Optional<JoinFinish> of(
            Map<String, String> beginning, Estate estate, Progress progress) {
        return WORD.equals(beginning.get(KEY))
                ? Optional.of(
                        new JoinFinish(
                                estate,
                                progress,
                                JoinRole.MANAGER.word().equals(beginning.get(ROLE))
                                        ? JoinRole.MANAGER
                                        : JoinRole.WORKER))
                : Optional.empty();
    }

    @Override
    public Map<String, String> details() {
        return Map.of(KEY, WORD, ROLE, role.word());
    }

    @Override
    public Stage goal() {
        return role == JoinRole.MANAGER ? Stage.JOINED : Stage.READY;
    }

    /// Takes the tickets back of machines that are not wanted any more. A manager that cannot be asked is no obstacle: they
    /// expire.
    public void revoke(Collection<String> tokens) {
        try {
            tickets().revoke(tokens);
        } catch (BeltException e) {
            progress.note("the join tickets stay valid until they expire: " + e.getMessage());
        }
    }

    /// Tickets for the creation's calls.
    public FirstBoot firstBoot() {
        return tickets();
    }

    private synchronized TicketBook tickets() {
        if (tickets == null) {
            tickets = TicketBook.of(estate.cluster(), this::manager, role);
        }
        return tickets;
    }

    private ClusterClient manager() {
        try {
            return apis.manager().client();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BeltException.Unreachable(
                    belt.core.CoreProblem.INTERRUPTED,
                    "interrupted while a manager was looked for");
        }
    }

    @Override
    public List<Outcome<Machine>> run(Collection<Machine> machines, StageLog log)
            throws InterruptedException {
        var left = new LinkedHashMap<String, Machine>();
        machines.forEach(machine -> left.put(machine.name(), machine));
        left.keySet().forEach(name -> progress.state(name, "boots and joins"));
        var outcomes = new ArrayList<Outcome<Machine>>();
        StopRequest stop = estate.call().interrupts();
        Instant deadline =
                estate.call().io().clock().instant().plus(estate.call().get(Globals.TIMEOUT));
        while (true) {
            stop.check();
            look(left, log, outcomes);
            if (left.isEmpty()) {
                break;
            }
            if (!estate.call().io().clock().instant().isBefore(deadline)) {
                left.values().forEach(machine -> outcomes.add(late(machine, log)));
                return outcomes;
            }
            estate.around(progress).waiting().pause(LOOK, left.size() + " machines to join");
        }
        return outcomes;
    }

    /// One look at the cluster serves all machines. A manager that does not answer now may do so at the next look.
    private void look(Map<String, Machine> left, StageLog log, List<Outcome<Machine>> outcomes)
            throws InterruptedException {
        Map<String, NodeSummary> nodes;
        Map<String, WaitingNode> waiting;
        try {
            ClusterClient client = manager();
            nodes =
                    client.nodes().stream()
                            .collect(
                                    Collectors.toMap(
                                            NodeSummary::hostname, each -> each, (a, _) -> a));
            waiting =
                    role == JoinRole.WORKER
                            ? Map.of()
                            : client.waiting().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    WaitingNode::name, each -> each, (a, _) -> a));
        } catch (BeltException.Unreachable e) {
            progress.note(String.valueOf(e.getMessage()));
            return;
        }
        for (Machine machine : List.copyOf(left.values())) {
            String name = machine.name();
            NodeSummary node = nodes.get(name);
            boolean in = node != null && node.ready();
            if (!in && !waiting.containsKey(name)) {
                continue;
            }
            log.reached(name, Stage.JOINED);
            if (in) {
                log.reached(name, Stage.READY);
            }
            progress.done(name, in ? "joined as a " + role.word() : "waits for approval");
            outcomes.add(new Outcome.Done<>(name, machine));
            left.remove(name);
        }
    }

    private Outcome<Machine> late(Machine machine, StageLog log) {
        var problem =
                new BeltException.StillRunning(
                                JoinProblem.NOT_JOINED,
                                machine.name()
                                        + " has not joined within "
                                        + estate.call().get(Globals.TIMEOUT).toSeconds()
                                        + " s")
                        .withRemedy(
                                "belt ssh " + machine.name() + " -- cat /var/log/belt/join.log");
        log.failed(machine.name(), problem);
        progress.failed(machine.name(), String.valueOf(problem.getMessage()));
        return new Outcome.Failed<>(machine.name(), problem);
    }

    @Override
    public void close() {
        apis.close();
    }
}
