package belt.cli.play;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Outcomes;
import belt.cli.output.View;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.playbooks.PlayRunner;
import belt.playbooks.Playbook;
import belt.playbooks.Recap;
import belt.playbooks.TaskEvent;
import belt.provider.Machine;
import belt.provision.facts.FactsReader;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshSession;
import belt.provision.step.BundleCarrier;
import belt.provision.step.StepRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `belt play`: a playbook in Ansible's form, on machines of the cluster.
final class Play implements Command {
    private final Opt<Boolean> check =
            Opt.flag("--check").help("show what would change, change nothing");
    private final Opt<List<String>> extraVars =
            Opt.list("-e, --extra-vars", "KEY=VALUE")
                    .help("a variable that wins over the playbook's own");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.AUTOMATE, "play", "Run a playbook on machines")
                .arguments("FILE SELECTOR…")
                .options(check, extraVars)
                .example("belt play site.yaml @all", "on every machine of the cluster in use")
                .example("belt play site.yaml 'web[1:3]' --check", "what would change")
                .note(
                        "The form and what it knows of Ansible: docs/reference/playbook.md. A second run says ok for"
                                + " everything that is as wanted.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Playbook playbook = Playbook.read(call.io().path(call.argument(0)));
        List<Machine> machines = call.select(call.arguments().subList(1, call.arguments().size()));
        if (call.has(Globals.PLAN)) {
            playbook.outline().forEach(call.out()::line);
            return Exit.DONE;
        }
        var options =
                new PlayRunner.Options(
                        call.has(check),
                        variables(call),
                        call.get(Globals.PARALLEL),
                        call.interrupts());
        var sessions = new LinkedHashMap<String, SshSession>();
        try (var _ = call.interrupts().during("belt play " + String.join(" ", call.arguments()))) {
            connect(call, machines, sessions);
            var runner =
                    new PlayRunner(
                            new FactsReader(call.io().clock()),
                            new StepRunner(BundleCarrier.upload()));
            List<Recap> recaps =
                    runner.run(playbook, sessions, options, event -> show(call, event));
            call.out().list(recapView(), recaps);
            if (recaps.stream().allMatch(Recap::nothingToDo)) {
                call.out().say("nothing to do");
            }
            fail(recaps);
        } finally {
            sessions.values().forEach(SshSession::close);
        }
        return Exit.DONE;
    }

    private static void connect(Call call, List<Machine> machines, Map<String, SshSession> sessions)
            throws InterruptedException {
        SshClient client = new ClusterSsh(call, call.cluster()).client(machines);
        List<Fanout.Job<SshSession>> jobs =
                machines.stream()
                        .map(machine ->
                                new Fanout.Job<>(
                                        machine.name(),
                                        () -> client.connect(ClusterSsh.target(machine))))
                        .toList();
        List<Outcome<SshSession>> outcomes = new Fanout(call.get(Globals.PARALLEL)).run(jobs);
        for (Outcome<SshSession> outcome : outcomes) {
            if (outcome instanceof Outcome.Done<SshSession>(var node, var session)) {
                sessions.put(node, session);
            }
        }
        Outcomes.require(outcomes, "could not be reached");
    }

    private Map<String, String> variables(Call call) {
        var variables = new LinkedHashMap<String, String>();
        for (String text : call.get(extraVars)) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE,
                        "--extra-vars: '" + text + "' has not the form KEY=VALUE");
            }
            variables.put(text.substring(0, at), text.substring(at + 1));
        }
        return variables;
    }

    private static void show(Call call, TaskEvent event) {
        String item = event.item().isEmpty() ? "" : " (" + event.item() + ")";
        call.out()
                .say(
                        event.node()
                                + ": "
                                + event.outcome().name().toLowerCase(Locale.ROOT)
                                + "  "
                                + event.task()
                                + item);
        if (event.outcome() != TaskEvent.Outcome.OK) {
            event.lines().forEach(line -> call.out().say("      " + line));
        }
    }

    private static View<Recap> recapView() {
        return View.<Recap>of("recap", Recap::node)
                .column("NODE", Recap::node)
                .column("OK", recap -> Integer.toString(recap.ok()))
                .column("CHANGED", recap -> Integer.toString(recap.changed()))
                .column("SKIPPED", recap -> Integer.toString(recap.skipped()))
                .column("FAILED", recap -> recap.failure().isPresent() ? "1" : "0");
    }

    private static void fail(List<Recap> recaps) {
        var outcomes = new ArrayList<Outcome<Recap>>();
        for (Recap recap : recaps) {
            outcomes.add(
                    recap.failure()
                            .<Outcome<Recap>>map(
                                    problem -> new Outcome.Failed<>(recap.node(), problem))
                            .orElseGet(() -> new Outcome.Done<>(recap.node(), recap)));
        }
        Outcomes.require(outcomes, "failed");
    }
}
