package belt.provision;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.core.StopRequest;
import belt.provision.facts.FactsReader;
import belt.provision.facts.HostFacts;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshSession;
import belt.provision.ssh.SshTarget;
import belt.provision.ssh.Waiting;
import belt.provision.step.Plan;
import belt.provision.step.StepEvent;
import belt.provision.step.StepRunner;
import belt.templates.NodeFileRenderer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Turns machines into nodes: facts, then a plan, then its execution. Running it again finds nothing to do; running it
/// after it was broken off does what is left.
public final class NodeProvisioner {
    private final FactsReader factsReader;
    private final NodeFileRenderer renderer;
    private final StepRunner runner;

    public NodeProvisioner(FactsReader factsReader, NodeFileRenderer renderer, StepRunner runner) {
        this.factsReader = factsReader;
        this.renderer = renderer;
        this.runner = runner;
    }

    /// What there is to know for this wish, in one round trip.
    public HostFacts facts(SshSession session, NodeSpec spec) throws InterruptedException {
        return factsReader.read(session, NodePlanner.request(spec));
    }

    /// What has to be done. Touches nothing.
    ///
    /// @param login the account that we log in with
    /// @throws BeltException.InvalidInput if the bundle is for another architecture, or a file that is there cannot be
    ///     merged with
    /// @throws BeltException.OperationFailed if there is no way to install an engine on this system
    public Plan plan(HostFacts facts, NodeSpec spec, String login) {
        return nodePlan(facts, spec, login).plan();
    }

    private NodePlan nodePlan(HostFacts facts, NodeSpec spec, String login) {
        return new NodePlanner(renderer, facts, spec, login).plan();
    }

    /// Carries a plan out.
    ///
    /// @return what the operator should know; the plan's own notes first
    public List<String> run(
            SshSession session, Plan plan, Consumer<StepEvent> onEvent, StopRequest stop)
            throws InterruptedException {
        var notes = new ArrayList<>(plan.notes());
        notes.addAll(runner.run(session, plan, onEvent, stop));
        return List.copyOf(notes);
    }

    /// One machine's wish.
    ///
    /// @param target how to log in
    /// @param spec what it has to become
    public record Wish(SshTarget target, NodeSpec spec) {}

    /// What was done to one machine.
    ///
    /// @param plan what was planned and carried out
    /// @param facts the facts from before
    /// @param notes what the operator should know
    public record Provisioned(Plan plan, HostFacts facts, List<String> notes) {
        public Provisioned {
            notes = List.copyOf(notes);
        }
    }

    /// Hears what goes on, from many threads; must not block where nothing else is said.
    ///
    /// @param onWaiting while a machine does not answer yet
    /// @param onBoot while a machine's first boot goes on: its name, and what is waited for
    /// @param onEvent every step
    /// @param onStage when a machine, by its name, reaches a stage: from the thread that works on it, which may be held up
    public record Listener(
            Consumer<Waiting> onWaiting,
            BiConsumer<String, String> onBoot,
            Consumer<StepEvent> onEvent,
            BiConsumer<String, NodeStage> onStage) {
        /// Hears nothing.
        public static Listener silent() {
            return new Listener(_ -> {}, (_, _) -> {}, _ -> {}, (_, _) -> {});
        }
    }

    /// How patient to be with many machines.
    ///
    /// @param parallel how many at once
    /// @param reach how long a machine may take to let us in
    /// @param refusedGrace how long a refused key is tried again: zero for machines that exist for long
    /// @param stop asked between two steps and while waiting
    public record Patience(int parallel, Duration reach, Duration refusedGrace, StopRequest stop) {}

    /// Waits for each machine, plans, and carries out, many at once. One machine's failure does not stop the others.
    ///
    /// @return one outcome a wish, in their order
    /// @throws InterruptedException if an end was wanted: no machine is in the middle of a step
    public List<Outcome<Provisioned>> provision(
            SshClient client, List<Wish> wishes, Patience patience, Listener listener)
            throws InterruptedException {
        List<Fanout.Job<Provisioned>> jobs =
                wishes.stream()
                        .map(wish ->
                                new Fanout.Job<>(
                                        wish.spec().name(),
                                        () -> one(client, wish, patience, listener)))
                        .toList();
        return new Fanout(patience.parallel()).run(jobs);
    }

    private Provisioned one(SshClient client, Wish wish, Patience patience, Listener listener)
            throws InterruptedException {
        Deadline deadline = Deadline.in(patience.reach());
        try (SshSession session =
                client.await(
                        wish.target(),
                        deadline,
                        patience.refusedGrace(),
                        listener.onWaiting(),
                        patience.stop())) {
            String node = wish.spec().name();
            listener.onStage().accept(node, NodeStage.SSH_READY);
            var notes = new ArrayList<String>();
            new BootWait(session, patience.stop())
                    .await(deadline, what -> listener.onBoot().accept(node, what))
                    .ifPresent(notes::add);
            listener.onStage().accept(node, NodeStage.BOOT_DONE);
            HostFacts facts = facts(session, wish.spec());
            NodePlan planned = nodePlan(facts, wish.spec(), wish.target().user());
            notes.addAll(run(session, planned.plan(), stages(planned, listener), patience.stop()));
            listener.onStage().accept(node, NodeStage.READY);
            return new Provisioned(planned.plan(), facts, notes);
        }
    }

    /// Passes steps on, and tells which stages are reached by them.
    private static Consumer<StepEvent> stages(NodePlan planned, Listener listener) {
        planned.reachedAfter(0)
                .forEach(each -> listener.onStage().accept(planned.plan().node(), each));
        return event -> {
            listener.onEvent().accept(event);
            if (event.state() == StepEvent.State.DONE) {
                planned.reachedAfter(event.number())
                        .forEach(each -> listener.onStage().accept(event.node(), each));
            }
        };
    }
}
