package belt.playbooks;

import belt.core.BeltException;
import belt.core.StopRequest;
import belt.playbooks.TaskEvent.Outcome;
import belt.playbooks.jinja.JinjaException;
import belt.playbooks.jinja.JinjaTemplate;
import belt.playbooks.jinja.Scope;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.step.Plan;
import belt.provision.step.Step;
import belt.provision.step.StepRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one task on one node: conditions, items, arguments, a look at the node, then the same steps that provisioning uses.
final class TaskRunner {
    private static final Duration COMMAND_LIMIT = Duration.ofHours(1);

    private final FileModules files;
    private final StepRunner steps;
    private final boolean check;
    private final StopRequest stop;

    TaskRunner(Path folder, StepRunner steps, PlayRunner.Options options) {
        this.files = new FileModules(folder);
        this.steps = steps;
        this.check = options.check();
        this.stop = options.stop();
    }

    /// What came of one run of a module.
    private record Done(
            Outcome outcome, List<String> lines, Map<String, @Nullable Object> result) {}

    void run(String play, Task task, HostState host, Consumer<TaskEvent> onEvent)
            throws InterruptedException {
        var results = new ArrayList<Map<String, @Nullable Object>>();
        var sum = Outcome.SKIPPED;
        List<@Nullable Object> items = items(task, host);
        for (Object item : items) {
            Done done = one(task, host, item);
            String label = task.control().loop() == null ? "" : String.valueOf(item);
            onEvent.accept(
                    new TaskEvent(
                            play, task.name(), host.node(), label, done.outcome(), done.lines()));
            if (done.outcome() == Outcome.FAILED) {
                host.count(Outcome.FAILED);
                throw failed(task, host, done);
            }
            results.add(done.result());
            sum = more(sum, done.outcome());
        }
        host.count(sum);
        Outcome total = sum;
        task.control()
                .register()
                .ifPresent(name -> host.observed(name, registered(task, results, total)));
    }

    private static Outcome more(Outcome a, Outcome b) {
        List<Outcome> order =
                List.of(Outcome.SKIPPED, Outcome.OK, Outcome.IGNORED, Outcome.CHANGED);
        return order.indexOf(a) > order.indexOf(b) ? a : b;
    }

    private static @Nullable Object registered(
            Task task, List<Map<String, @Nullable Object>> results, Outcome sum) {
        if (task.control().loop() == null) {
            return results.getFirst();
        }
        Map<String, @Nullable Object> all =
                result(sum == Outcome.CHANGED, false, sum == Outcome.SKIPPED);
        all.put("results", results);
        return all;
    }

    private static BeltException failed(Task task, HostState host, Done done) {
        return new BeltException.OperationFailed(
                        PlaybookProblem.TASK_FAILED,
                        host.node() + ": task '" + task.name() + "' failed at " + task.place())
                .withDetail(String.join("\n", done.lines()));
    }

    private List<@Nullable Object> items(Task task, HostState host) {
        Object loop = task.control().loop();
        var items = new ArrayList<@Nullable Object>();
        if (loop == null) {
            items.add(null);
            return items;
        }
        try {
            Object filled = host.fill(loop, host.scope(null));
            if (filled instanceof List<?> list) {
                items.addAll(list);
                return items;
            }
        } catch (JinjaException e) {
            throw task.place().wrong(e.problem(), host.node() + ": loop: " + e.getMessage());
        }
        throw task.place().wrong(PlaybookProblem.FORM, host.node() + ": loop is not a list");
    }

    private Done one(Task task, HostState host, @Nullable Object item) throws InterruptedException {
        try {
            Scope scope = host.scope(item);
            for (String condition : task.control().when()) {
                if (!holds(condition, scope)) {
                    return skipped("when: " + condition);
                }
            }
            return judged(task, host, item, act(task, host, scope));
        } catch (JinjaException e) {
            if (check && e.problem() == PlaybookProblem.UNDEFINED) {
                return skipped("not known before it runs: " + e.getMessage());
            }
            return problem(
                    task,
                    List.of(task.place() + ": " + e.getMessage() + " [" + e.problem().id() + "]"));
        } catch (BeltException e) {
            var lines = new ArrayList<String>();
            lines.add(String.valueOf(e.getMessage()));
            e.detail().ifPresent(lines::add);
            return problem(task, lines);
        }
    }

    /// A text as a condition means different things in different versions of Ansible.
    private static boolean holds(String condition, Scope scope) {
        Object value = JinjaTemplate.evaluate(condition, scope);
        if (value instanceof String) {
            throw new JinjaException(
                    PlaybookProblem.NOT_SUPPORTED,
                    0,
                    "a text as a condition is not supported by belt: compare it, or write | length > 0");
        }
        return JinjaTemplate.truth(value);
    }

    private Done act(Task task, HostState host, Scope scope) throws InterruptedException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        task.arguments().forEach((k, v) -> values.put(k, host.fill(v, scope)));
        var args = new Arguments(task, values);
        boolean root = task.control().become() || host.session().target().isRoot();
        boolean command = task.module() == ModuleKind.COMMAND || task.module() == ModuleKind.SHELL;
        if (!root && !command && task.module() != ModuleKind.WAIT_FOR) {
            throw task.place()
                    .wrong(
                            PlaybookProblem.FORM,
                            task.module().word()
                                    + " changes the system: the task needs become: yes");
        }
        NodeProbe probe =
                script -> {
                    RemoteCommand look = RemoteCommand.of(script);
                    return host.session().run(root ? look.root() : look).stdout().strip();
                };
        return switch (plan(task, args, probe, scope)) {
            case ModulePlan.Steps(List<Step> planned) -> carryOut(host, planned);
            case ModulePlan.Wait(Step.WaitFor wait) -> await(host, wait);
            case ModulePlan.Command c -> command(host, c, root);
        };
    }

    private ModulePlan plan(Task task, Arguments args, NodeProbe probe, Scope scope)
            throws InterruptedException {
        return switch (task.module()) {
            case APT, PACKAGE -> SystemModules.packages(args, probe);
            case COPY -> files.copy(args, probe);
            case TEMPLATE -> files.template(args, probe, scope);
            case FILE -> files.file(args, probe);
            case SYSCTL -> SystemModules.sysctl(args, probe);
            case SERVICE, SYSTEMD -> SystemModules.service(args, probe);
            case COMMAND, SHELL -> SystemModules.command(args, probe);
            case WAIT_FOR -> SystemModules.waitFor(args);
        };
    }

    private Done carryOut(HostState host, List<Step> planned) throws InterruptedException {
        List<String> lines = planned.stream().map(Step::summary).toList();
        if (planned.isEmpty()) {
            return new Done(Outcome.OK, List.of(), result(false, false, false));
        }
        if (!check) {
            steps.run(host.session(), new Plan(host.node(), planned, List.of()), _ -> {}, stop);
        }
        return new Done(Outcome.CHANGED, lines, result(true, false, false));
    }

    private Done await(HostState host, Step.WaitFor wait) throws InterruptedException {
        if (check) {
            return skipped("would " + wait.summary());
        }
        steps.run(host.session(), new Plan(host.node(), List.of(wait), List.of()), _ -> {}, stop);
        return new Done(Outcome.OK, List.of(), result(false, false, false));
    }

    private Done command(HostState host, ModulePlan.Command command, boolean root)
            throws InterruptedException {
        if (check) {
            return skipped("would " + command.summary());
        }
        RemoteCommand remote = RemoteCommand.of(command.script()).within(COMMAND_LIMIT);
        ExecResult done = host.session().run(root ? remote.root() : remote);
        Map<String, @Nullable Object> result = result(true, !done.ok(), false);
        String stdout = done.stdout().replaceFirst("[\\r\\n]+$", "");
        String stderr = done.stderr().replaceFirst("[\\r\\n]+$", "");
        result.put("rc", (long) done.exitCode());
        result.put("stdout", stdout);
        result.put("stderr", stderr);
        result.put("stdout_lines", stdout.isEmpty() ? List.of() : stdout.lines().toList());
        result.put("stderr_lines", stderr.isEmpty() ? List.of() : stderr.lines().toList());
        if (done.ok()) {
            return new Done(Outcome.CHANGED, List.of(command.summary()), result);
        }
        var lines = new ArrayList<String>();
        lines.add(command.summary() + ": " + done.describe());
        lines.addAll(done.lastLines(5));
        return new Done(Outcome.FAILED, lines, result);
    }

    /// What the author says of the result: `changed_when` and `ignore_errors`.
    private static Done judged(Task task, HostState host, @Nullable Object item, Done done) {
        if (done.outcome() == Outcome.FAILED) {
            return task.control().ignoreErrors()
                    ? new Done(Outcome.IGNORED, done.lines(), done.result())
                    : done;
        }
        if (task.control().changedWhen().isEmpty() || done.outcome() == Outcome.SKIPPED) {
            return done;
        }
        Scope scope = host.scope(item);
        task.control().register().ifPresent(name -> scope.set(name, done.result()));
        boolean changed = task.control().changedWhen().stream().allMatch(c -> holds(c, scope));
        done.result().put("changed", changed);
        return new Done(changed ? Outcome.CHANGED : Outcome.OK, done.lines(), done.result());
    }

    private static Done problem(Task task, List<String> lines) {
        Outcome outcome = task.control().ignoreErrors() ? Outcome.IGNORED : Outcome.FAILED;
        Map<String, @Nullable Object> result = result(false, true, false);
        result.put("msg", String.join("\n", lines));
        return new Done(outcome, lines, result);
    }

    private static Done skipped(String why) {
        return new Done(Outcome.SKIPPED, List.of(why), result(false, false, true));
    }

    private static Map<String, @Nullable Object> result(
            boolean changed, boolean failed, boolean skipped) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("changed", changed);
        result.put("failed", failed);
        result.put("skipped", skipped);
        return result;
    }
}
