package belt.cli.power;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.output.Words;
import belt.cli.state.Selector;
import belt.cli.term.Progress;
import belt.cli.term.Risk;
import belt.provider.Machine;
import java.util.List;
import java.util.Set;

/// `belt resize`.
final class Resize implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "resize", "Give machines another size")
                .arguments("SIZE SELECTOR…")
                .example("belt resize s-2vcpu-4gb 'web[1:4]'", "four machines, after a question")
                .example("belt resize 1gb node2 --plan", "what it would do, and what it costs more")
                .note(
                        "Where a provider wants a machine to stand still for it, belt stops and starts it: workers together, managers"
                                + " one after the other, each only when the one before is back, the leader last. Disks stay as they are."
                                + " Running it again does what is left.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        String size = call.argument(0);
        List<String> words = call.arguments().subList(1, call.arguments().size());
        List<Machine> chosen =
                Selector.of(words, call.get(Globals.MAX_NAMES))
                        .select(MachineWork.refreshed(estate, false), _ -> Set.of());
        ResizePlan plan = ResizePlan.of(estate, chosen, size);
        if (call.has(Globals.PLAN)) {
            plan.lines().forEach(call.out()::line);
            call.out().line(plan.cost());
            return Exit.DONE;
        }
        plan.lines().forEach(call.out()::say);
        if (plan.changes().isEmpty()) {
            call.out().line("nothing to do");
            return Exit.DONE;
        }
        HostRequirements.of(estate.provider()).requireNoBlocker(call, estate.provider());
        ResizeOrder order = ResizeOrder.of(plan.changes(), managers(call, estate, plan));
        confirm(call, estate, plan, order);
        try (var _ = call.interrupts().during("belt resize " + String.join(" ", call.arguments()));
                var _ = MachineWork.lock(estate, "resize");
                Progress progress = call.progress("resize")) {
            progress.expect(plan.changes().size());
            new ResizeRun(estate, progress).run(order);
        }
        return Exit.DONE;
    }

    private static void confirm(Call call, Estate estate, ResizePlan plan, ResizeOrder order) {
        String question =
                "Resize "
                        + Words.count(plan.changes().size(), "machine")
                        + " in "
                        + estate.cluster().name()
                        + (plan.down() == 0
                                ? ""
                                : ", of which " + plan.down() + " are stopped for it")
                        + "? ("
                        + plan.cost()
                        + ")";
        boolean free = plan.more().filter(more -> more.perHour().signum() <= 0).isPresent();
        if (!free) {
            call.prompt().confirm(question, Risk.COST);
        } else if (plan.down() > 0) {
            call.prompt().confirm(question);
        }
        if (!order.endangered().isEmpty()) {
            call.prompt().confirm(Managers.whileDown(order.endangered()), Risk.LOSE_QUORUM);
        }
    }

    /// Asked only where somebody has to stand still.
    private static Managers managers(Call call, Estate estate, ResizePlan plan)
            throws InterruptedException {
        if (plan.down() == 0) {
            return Managers.NONE;
        }
        Managers managers = Managers.of(call, estate.cluster());
        if (managers.nodes().isEmpty() && plan.down() > 1) {
            call.out().say(Power.ONE_BY_ONE);
        }
        return managers;
    }
}
