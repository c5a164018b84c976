package belt.cli.power;

import belt.cli.operate.Estate;
import belt.cli.operate.Outcomes;
import belt.cli.output.Words;
import belt.cli.term.Progress;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.List;

/// Works group by group, and ends behind the first group in which something fails: the next one might be one manager too many.
///
/// @param estate the cluster
/// @param progress is told how many are left untouched
record InTurn(Estate estate, Progress progress) {
    /// What is done to a group.
    interface Work<T> {
        /// @return one outcome a machine
        List<Outcome<Machine>> on(List<T> group) throws InterruptedException;
    }

    /// @return one outcome a machine that was tried
    <T> List<Outcome<Machine>> run(List<List<T>> groups, Work<T> work) throws InterruptedException {
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (List<T> group : groups) {
            estate.call().interrupts().check();
            List<Outcome<Machine>> ends = work.on(group);
            outcomes.addAll(ends);
            if (Outcomes.values(ends).size() < group.size()) {
                break;
            }
        }
        int untried = groups.stream().mapToInt(List::size).sum() - outcomes.size();
        if (untried > 0) {
            progress.note(Words.count(untried, "machine") + " left untouched");
        }
        return outcomes;
    }
}
