package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.OperateProblem;
import belt.cli.output.View;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.NaturalOrder;
import belt.core.Nearest;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// `belt status`: how many machines are in which state; with `--wait` until it is as many as wanted.
final class Status implements Command {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Opt<String> wait =
            Opt.text("-w, --wait", "STATE=N").help("until at least N machines are in this state");

    private record Row(String state, List<String> names) {}

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "status", "Count the machines by state")
                .options(wait)
                .example("belt status", "now")
                .example("belt status --wait active=4 --timeout 5m", "until four are active");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        if (call.find(wait).isEmpty()) {
            show(call, MachineWork.refreshed(estate, false));
            return Exit.DONE;
        }
        String text = call.find(wait).orElseThrow();
        int at = text.indexOf('=');
        MachineState wanted = state(at < 0 ? text : text.substring(0, at).replace(">", ""));
        int count = count(text, at);
        Deadline deadline = Deadline.in(call.get(Globals.TIMEOUT));
        boolean reached =
                deadline.await(
                        POLL, () -> inState(MachineWork.refreshed(estate, false), wanted) >= count);
        List<Machine> last = MachineWork.refreshed(estate, false);
        show(call, last);
        if (!reached) {
            throw new BeltException.StillRunning(
                    OperateProblem.WAIT,
                    inState(last, wanted)
                            + " machines are "
                            + MachineWork.word(wanted)
                            + ", waited for "
                            + count);
        }
        return Exit.DONE;
    }

    private static long inState(List<Machine> machines, MachineState state) {
        return machines.stream().filter(machine -> machine.state() == state).count();
    }

    private static MachineState state(String text) {
        for (MachineState state : MachineState.values()) {
            if (MachineWork.word(state).equals(text)) {
                return state;
            }
        }
        List<String> known = Arrays.stream(MachineState.values()).map(MachineWork::word).toList();
        String hint = Nearest.hint(text, known);
        throw new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE, "--wait: '" + text + "' is no state")
                .withDetail(hint.isEmpty() ? "the states are " + String.join(", ", known) : hint);
    }

    private static int count(String text, int at) {
        try {
            return Integer.parseInt(text.substring(at + 1));
        } catch (NumberFormatException e) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE,
                    "--wait: '" + text + "' has not the form STATE=N, as in active=4",
                    e);
        }
    }

    private static void show(Call call, List<Machine> machines) {
        var rows = new TreeMap<String, List<String>>();
        for (MachineState state : MachineState.values()) {
            List<String> names =
                    machines.stream()
                            .filter(machine -> machine.state() == state)
                            .map(Machine::name)
                            .sorted(NaturalOrder.INSTANCE)
                            .toList();
            if (!names.isEmpty()) {
                rows.put(MachineWork.word(state), names);
            }
        }
        call.out()
                .list(
                        View.<Row>of("status", Row::state)
                                .column("STATUS", Row::state)
                                .column("#NODES", row -> Integer.toString(row.names().size()))
                                .column("NAMES", row -> String.join(", ", row.names())),
                        rows.entrySet().stream()
                                .map(each -> new Row(each.getKey(), each.getValue()))
                                .toList());
    }
}
