package belt.cli.operate;

import belt.cli.command.Globals;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Durations;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineState;
import belt.provider.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Waits until machines are where a change was to bring them: a cloud takes a request, answers, and begins then. Without
/// it `stop` would say "stopped" of a machine that runs, and the record too. One listing a look, not a call a machine.
///
/// @param estate whose machines
/// @param progress where the waiting is shown
record Settling(Estate estate, Progress progress) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /// @param wanted the state to wait for
    /// @param asked what became of the requests
    /// @param look whether to look even at machines that were in that state when they were asked, as after a restart
    /// @return the same, with the machines as they are now; failed where a machine did not get there in time
    List<Outcome<Machine>> await(
            MachineProvider provider,
            MachineState wanted,
            List<Outcome<Machine>> asked,
            boolean look)
            throws InterruptedException {
        var open = new HashMap<String, Machine>();
        for (Machine machine : Outcomes.values(asked)) {
            if (look || machine.state() != wanted) {
                open.put(machine.id(), machine);
            }
        }
        var settled = new HashMap<String, Machine>();
        Instant end = now().plus(estate.call().get(Globals.TIMEOUT));
        for (Duration pause = FIRST; !open.isEmpty(); pause = longer(pause)) {
            for (Machine seen : provider.list(Selection.cluster())) {
                boolean done = seen.state() == wanted || seen.state() == MachineState.FAILED;
                if (done && open.remove(seen.id()) != null) {
                    settled.put(seen.id(), seen);
                }
            }
            if (open.isEmpty() || !now().isBefore(end)) {
                break;
            }
            String names =
                    String.join(", ", open.values().stream().map(Machine::name).sorted().toList());
            estate.around(progress)
                    .waiting()
                    .pause(pause, names + " to be " + MachineWork.word(wanted));
        }
        return outcomes(asked, wanted, open, settled);
    }

    private List<Outcome<Machine>> outcomes(
            List<Outcome<Machine>> asked,
            MachineState wanted,
            Map<String, Machine> open,
            Map<String, Machine> settled) {
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Outcome<Machine> outcome : asked) {
            outcomes.add(
                    switch (outcome) {
                        case Outcome.Failed<Machine> failed -> failed;
                        case Outcome.Done<Machine>(var node, var machine) -> {
                            Machine now = settled.getOrDefault(machine.id(), machine);
                            yield open.containsKey(machine.id())
                                            || now.state() == MachineState.FAILED
                                    ? new Outcome.Failed<>(node, notThere(node, now, wanted))
                                    : new Outcome.Done<>(node, now);
                        }
                    });
        }
        return outcomes;
    }

    private BeltException notThere(String node, Machine machine, MachineState wanted) {
        String reason = machine.stateReason();
        if (machine.state() == MachineState.FAILED) {
            return new BeltException.OperationFailed(
                    OperateProblem.WAIT,
                    node
                            + " is failed, not "
                            + MachineWork.word(wanted)
                            + (reason == null ? "" : ": " + reason));
        }
        var late =
                new BeltException.StillRunning(
                        OperateProblem.WAIT,
                        node
                                + " is not "
                                + MachineWork.word(wanted)
                                + " after "
                                + Durations.text(estate.call().get(Globals.TIMEOUT)));
        late.withDetail("the provider took the request and goes on with it");
        return wanted == MachineState.STOPPED
                ? late.withRemedy("belt machine kill " + node)
                : late.withRemedy("belt machine status " + node);
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    private Instant now() {
        return estate.call().io().clock().instant();
    }
}
