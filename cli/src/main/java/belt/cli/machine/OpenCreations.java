package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.creation.Creation;
import belt.cli.creation.CreationProblem;
import belt.cli.creation.Item;
import belt.cli.creation.Stage;
import belt.cli.operate.Creations;
import belt.cli.operate.Estate;
import belt.cli.output.View;
import belt.cli.state.Journal;
import belt.cli.term.Progress;
import belt.cli.term.Tint;
import belt.core.BeltException;
import belt.core.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The creates of a cluster that were cut short, and the lines of its journal that cannot be read.
///
/// @param creations the oldest first
/// @param broken lines that cannot be read
/// @param journal the journal's file
record OpenCreations(List<Creation> creations, List<Journal.Broken> broken, Path journal) {
    private record Row(String operation, String command, String names, String state, Tint tint) {}

    static OpenCreations of(Estate estate) {
        Journal journal = estate.cluster().journal(estate.call().io().clock());
        var creations = new Creations(estate, new Progress.NoProgress(estate.call().io()));
        return new OpenCreations(creations.open(), journal.read().broken(), journal.file());
    }

    /// Those that are named; all for no names.
    ///
    /// @throws BeltException.NotFound for one that is not open
    List<Creation> choose(List<String> operations) {
        if (operations.isEmpty()) {
            return creations;
        }
        var chosen = new ArrayList<Creation>();
        for (String operation : operations) {
            chosen.add(
                    creations.stream()
                            .filter(each -> each.operation().equals(operation))
                            .findFirst()
                            .orElseThrow(() -> unknown(operation)));
        }
        return chosen;
    }

    private BeltException unknown(String operation) {
        List<String> known = creations.stream().map(Creation::operation).toList();
        String hint = Nearest.hint(operation, known);
        return new BeltException.NotFound(
                        CreationProblem.NOTHING_OPEN,
                        "there is no create " + operation + " that was cut short")
                .withDetail(
                        !hint.isEmpty()
                                ? hint
                                : known.isEmpty()
                                        ? "none was"
                                        : "there are " + String.join(", ", known))
                .withRemedy("belt resume --plan");
    }

    /// One row each; a line that cannot be read is a red one.
    void show(Call call) {
        var rows = new ArrayList<Row>();
        creations.forEach(creation -> rows.add(row(creation)));
        broken.forEach(line ->
                rows.add(
                        new Row(
                                "line " + line.number(),
                                "-",
                                "-",
                                "cannot be read: " + line.reason(),
                                Tint.BAD)));
        call.out()
                .list(
                        View.<Row>of("operation", Row::operation)
                                .column("OPERATION", Row::operation)
                                .column("COMMAND", Row::command)
                                .column("MACHINES", Row::names)
                                .column("STATE", Row::state)
                                .tinted(Row::tint)
                                .unsorted(),
                        rows);
    }

    private static Row row(Creation creation) {
        long there = creation.items().stream().filter(Item::isThere).count();
        long active = count(creation, item -> item.stage().isAtLeast(Stage.ADDRESSED));
        long asked = count(creation, item -> item.stage() == Stage.REQUESTED && !item.unmade());
        List<String> names = creation.request().names();
        String state =
                there
                        + " of "
                        + names.size()
                        + " there"
                        + (there == active ? "" : ", " + (there - active) + " not active yet")
                        + (asked == 0 ? "" : ", " + asked + " in doubt");
        return new Row(
                creation.operation(),
                creation.beginning().getOrDefault("command", ""),
                names.size() < 4
                        ? String.join(",", names)
                        : names.getFirst() + "…" + names.getLast(),
                creation.made() ? "machines there, nodes not ready" : state,
                Tint.NOTICE);
    }

    private static long count(Creation creation, Predicate<Item> which) {
        return creation.items().stream().filter(which).count();
    }

    /// Says on stderr which lines cannot be read.
    void warn(Call call) {
        broken.forEach(line ->
                call.out()
                        .warn(
                                journal
                                        + ":"
                                        + line.number()
                                        + " cannot be read ("
                                        + line.reason()
                                        + "): belt gc finds what it may have told of"));
    }
}
