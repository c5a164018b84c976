package belt.cli.migrate;

import belt.cli.command.Call;
import belt.cli.command.Exit;
import belt.cli.output.View;
import belt.core.BeltException;
import java.util.ArrayList;
import java.util.List;

/// What was taken over and what not.
final class Report {
    /// What became of one thing.
    enum Fate {
        TAKEN("taken over"),
        KNOWN("known already"),
        LEFT("left out");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    /// @param what `machine`, `cluster`, `credential`, …
    /// @param note where it is now, or why it was left out
    record Line(String what, String name, Fate fate, String note) {}

    private final List<Line> lines = new ArrayList<>();
    private boolean failed;

    void taken(String what, String name, String note) {
        lines.add(new Line(what, name, Fate.TAKEN, note));
    }

    void known(String what, String name, String note) {
        lines.add(new Line(what, name, Fate.KNOWN, note));
    }

    /// Left out on purpose: nothing is wrong with it.
    void left(String what, String name, String note) {
        lines.add(new Line(what, name, Fate.LEFT, note));
    }

    /// Left out because it could not be read or would clash.
    void failed(String what, String name, String why) {
        failed = true;
        left(what, name, why);
    }

    /// How many things of this kind were taken over.
    long count(String what) {
        return lines.stream()
                .filter(line -> line.what().equals(what) && line.fate() == Fate.TAKEN)
                .count();
    }

    /// Prints it.
    ///
    /// @return the exit code
    /// @throws BeltException.OperationFailed if something could not be taken over
    int print(Call call) {
        call.out()
                .list(
                        View.<Line>of("imported", Line::name)
                                .column("WHAT", Line::what)
                                .column("NAME", Line::name)
                                .column("RESULT", line -> line.fate().words)
                                .column("NOTE", Line::note)
                                .unsorted(),
                        lines);
        if (failed) {
            throw new BeltException.OperationFailed(
                    ImportProblem.LEFT_OUT, "not all could be taken over; the table says why");
        }
        return Exit.DONE;
    }
}
