package belt.playbooks;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.NodePattern;
import belt.core.Outcome;
import belt.core.StopRequest;
import belt.provision.facts.FactsReader;
import belt.provision.ssh.SshSession;
import belt.provision.step.StepRunner;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs a playbook on nodes as Ansible's default strategy does: each task on all nodes before the next one; a node whose
/// task fails drops out, the others go on.
public final class PlayRunner {
    /// @param check whether only to say what would be done
    /// @param extraVars variables that win over all others; texts in them may be templates
    /// @param parallel how many nodes at once
    /// @param stop asked between two tasks and while waiting
    public record Options(
            boolean check, Map<String, String> extraVars, int parallel, StopRequest stop) {
        public Options {
            extraVars = Map.copyOf(extraVars);
        }
    }

    private static final FactsReader.Request FACTS =
            new FactsReader.Request(List.of(), List.of(), List.of(), List.of());

    private final FactsReader factsReader;
    private final StepRunner stepRunner;

    public PlayRunner(FactsReader factsReader, StepRunner stepRunner) {
        this.factsReader = factsReader;
        this.stepRunner = stepRunner;
    }

    /// @param sessions the chosen nodes, by name, in the order to report them
    /// @param onEvent hears of every task on every node, from many threads
    /// @return one recap a node, in their order
    /// @throws InterruptedException if an end was wanted: no node is in the middle of a step
    public List<Recap> run(
            Playbook playbook,
            Map<String, SshSession> sessions,
            Options options,
            Consumer<TaskEvent> onEvent)
            throws InterruptedException {
        List<HostState> hosts =
                sessions.entrySet().stream()
                        .map(e -> new HostState(e.getKey(), e.getValue()))
                        .toList();
        for (Playbook.Play play : playbook.plays()) {
            var matching =
                    hosts.stream().filter(host -> matches(play.hosts(), host.node())).toList();
            matching.forEach(host -> play.vars().forEach(host::written));
            matching.forEach(host -> options.extraVars().forEach(host::written));
            if (play.gatherFacts()) {
                each(
                        matching,
                        options,
                        host -> host.learn(factsReader.read(host.session(), FACTS)));
            }
            var tasks = new TaskRunner(playbook.folder(), stepRunner, options);
            for (Task task : play.tasks()) {
                each(matching, options, host -> tasks.run(play.name(), task, host, onEvent));
            }
        }
        return hosts.stream().map(HostState::recap).toList();
    }

    private static boolean matches(String pattern, String node) {
        return pattern.equals("all") || NodePattern.expand(pattern).contains(node);
    }

    /// What is done with one node.
    @FunctionalInterface
    private interface Work {
        void on(HostState host) throws InterruptedException;
    }

    private static void each(List<HostState> hosts, Options options, Work work)
            throws InterruptedException {
        List<HostState> alive = hosts.stream().filter(HostState::alive).toList();
        List<Fanout.Job<Boolean>> jobs =
                alive.stream()
                        .map(host ->
                                new Fanout.Job<>(
                                        host.node(),
                                        () -> {
                                            options.stop().check();
                                            work.on(host);
                                            return true;
                                        }))
                        .toList();
        List<Outcome<Boolean>> outcomes = new Fanout(options.parallel()).run(jobs);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Failed(var _, BeltException problem)) {
                alive.get(i).fail(problem);
            }
        }
    }
}
