package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.join.JoinProblem;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.ManagerRules;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.output.View;
import belt.cli.swarm.Apis;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.client.WaitingNode;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.core.Deadline;
import belt.provider.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `belt node accept`: lets machines in that came with a manager's ticket. Who they are is shown first: where they came
/// from has to be the address at which the provider says that machine is.
final class NodeAccept implements Command {
    private static final Duration LOOK = Duration.ofMillis(500);

    /// @param node who waits
    /// @param machine the machine of that name on record; empty if there is none
    private record Candidate(WaitingNode node, Optional<Machine> machine) {
        boolean known() {
            return machine.filter(each ->
                            each.addresses().contains(node.from())
                                    || each.addresses().contains(node.address()))
                    .isPresent();
        }

        String verdict() {
            if (machine.isEmpty()) {
                return "no machine of that name";
            }
            return known() ? "yes" : "no: it is at " + String.join(", ", machine.get().addresses());
        }
    }

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.NODES, "node accept", "Let machines in that wait for approval")
                .arguments("NODE…")
                .example("belt node accept 'mg[1:3]'", "after a look at where they came from")
                .note(
                        "Machines made with belt create --join manager come as members only after this. Each becomes a"
                                + " manager before the next one is let in.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        try (Apis apis = Apis.of(call, call.cluster())) {
            ClusterClient client = apis.manager().client();
            List<Candidate> candidates = candidates(call, client);
            if (candidates.isEmpty()) {
                return Exit.DONE;
            }
            call.out().list(view(), candidates);
            requireKnown(candidates);
            call.prompt()
                    .confirm(
                            "Let "
                                    + String.join(
                                            ", ",
                                            candidates.stream()
                                                    .map(each -> each.node().name())
                                                    .toList())
                                    + " in as "
                                    + (candidates.size() == 1 ? "a manager" : "managers")
                                    + " of "
                                    + call.cluster().name()
                                    + "?");
            try (Progress progress = call.progress("accept")) {
                prepare(estate, progress, candidates);
                progress.expect(candidates.size());
                for (Candidate each : candidates) {
                    call.interrupts().check();
                    client.accept(each.node().id());
                    await(call, client, each.node());
                    progress.done(each.node().name(), "is a manager");
                }
            }
            return Exit.DONE;
        }
    }

    private static List<Candidate> candidates(Call call, ClusterClient client) {
        List<WaitingNode> waiting = client.waiting();
        List<Machine> machines = call.cluster().inventory().machines();
        var found = new ArrayList<Candidate>();
        for (String name : call.names(call.arguments())) {
            Optional<WaitingNode> who =
                    waiting.stream()
                            .filter(each -> each.name().equals(name) || each.id().equals(name))
                            .findFirst();
            if (who.isEmpty()) {
                NodeSummary node = client.requireNode(name);
                call.out().line("Node " + node.hostname() + " is a member already.");
                continue;
            }
            found.add(
                    new Candidate(
                            who.get(),
                            machines.stream()
                                    .filter(each -> each.name().equals(who.get().name()))
                                    .findFirst()));
        }
        return found;
    }

    private static View<Candidate> view() {
        return View.<Candidate>of("node", each -> each.node().name())
                .column("NAME", each -> each.node().name())
                .column("ADDRESS", each -> each.node().address())
                .column("CAME FROM", each -> each.node().from())
                .column("MACHINE OF THE CLUSTER", Candidate::verdict)
                .column(
                        "KEY",
                        each ->
                                each.node()
                                        .key()
                                        .substring(0, Math.min(16, each.node().key().length())))
                .wide("ID", each -> each.node().id())
                .wide("SINCE", each -> each.node().since());
    }

    private static void requireKnown(List<Candidate> candidates) {
        for (Candidate each : candidates) {
            if (!each.known()) {
                throw new BeltException.Refused(
                                JoinProblem.OTHER_ADDRESS,
                                each.node().name()
                                        + " came from "
                                        + each.node().from()
                                        + ", which is not where that machine is")
                        .withRemedy("belt node rm " + each.node().name());
            }
        }
    }

    /// A manager serves the API, for which it needs a certificate that only the operator can give. The machine is looked at
    /// over SSH on that occasion.
    private static void prepare(Estate estate, Progress progress, List<Candidate> candidates)
            throws InterruptedException {
        List<Machine> machines =
                candidates.stream().flatMap(each -> each.machine().stream()).toList();
        progress.expect(machines.size());
        new ManagerRules(estate).add(machines);
        new ClusterSsh(estate.call(), estate.cluster()).pin(machines);
        Outcomes.require(
                new NodeWork(estate, progress).provision(machines), "could not be made ready");
    }

    private static void await(Call call, ClusterClient client, WaitingNode node)
            throws InterruptedException {
        boolean in =
                Deadline.in(call.get(Globals.TIMEOUT))
                        .await(
                                LOOK,
                                () -> {
                                    call.interrupts().check();
                                    NodeSummary now = client.requireNode(node.id());
                                    return now.ready() && now.manager();
                                });
        if (!in) {
            throw new BeltException.StillRunning(
                            CoreProblem.DEADLINE,
                            node.name()
                                    + " was accepted and is not a manager yet after "
                                    + call.get(Globals.TIMEOUT).toSeconds()
                                    + " s")
                    .withRemedy("belt node ls");
        }
    }
}
