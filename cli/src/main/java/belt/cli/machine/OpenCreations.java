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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The creates of a cluster that were cut short, and the lines of its journal that cannot be read.
///
/// @param creations the oldest first
/// @param broken lines that cannot be read
/// @param journal the journal's file
record OpenCreations(List<Creation> creations, List<Journal.Broken> broken, Path journal) {
    private record Row(String operation, String command, String names, String state, Tint tint) {}

    static OpenCreations of(Estate estate) {
        Journal journal = estate.cluster().journal(estate.call().io().clock());
        var creations = new Creations(estate, Progress.NONE);
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

    /// One row a machine, of those operations.
    static void showMachines(Call call, List<Creation> which) {
        var items = new ArrayList<Item>();
        which.forEach(creation -> items.addAll(creation.items()));
        call.out()
                .list(
                        View.<Item>of("item", Item::name)
                                .column("NAME", Item::name)
                                .column("STAGE", item -> item.stage().word())
                                .droppable(
                                        "SINCE",
                                        1,
                                        item ->
                                                item.at()
                                                        .truncatedTo(ChronoUnit.SECONDS)
                                                        .toString())
                                .column("ID", Item::id)
                                .column("WHY", OpenCreations::why)
                                .tinted(item -> item.failure() == null ? Tint.NOTICE : Tint.BAD)
                                .data(OpenCreations::data),
                        items);
    }

    private static String why(Item item) {
        Item.Failure failure = item.failure();
        if (failure == null) {
            return "";
        }
        return "not "
                + failure.at().word()
                + ": "
                + failure.reason()
                + (failure.retryable() ? "" : " (resume alone does not help)")
                + (item.keptUntil() == null ? "" : ", kept until " + item.keptUntil());
    }

    private static Map<String, Object> data(Item item) {
        var data = new LinkedHashMap<String, Object>();
        data.put("name", item.name());
        data.put("stage", item.stage().word());
        data.put("since", item.at().toString());
        data.put("id", item.id());
        Item.Failure failure = item.failure();
        if (failure != null) {
            data.put("failedAt", failure.at().word());
            data.put("failure", failure.reason());
            data.put("retryable", failure.retryable());
        }
        return data;
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
        List<String> names = creation.request().names();
        return new Row(
                creation.operation(),
                creation.beginning().getOrDefault("command", ""),
                names.size() < 4
                        ? String.join(",", names)
                        : names.getFirst() + "…" + names.getLast(),
                state(creation, names.size()),
                Tint.NOTICE);
    }

    /// `10 wanted: 7 ready, 2 tuned, 1 failed (not boot-done: node3: …)`.
    private static String state(Creation creation, int wanted) {
        var counts = new TreeMap<Stage, Integer>(Comparator.reverseOrder());
        var failed = new ArrayList<Item>();
        for (Item item : creation.items()) {
            if (item.failure() == null) {
                counts.merge(item.stage(), 1, Integer::sum);
            } else {
                failed.add(item);
            }
        }
        var parts = new ArrayList<String>();
        counts.forEach((stage, count) -> parts.add(count + " " + words(stage)));
        if (!failed.isEmpty()) {
            Item first = failed.getFirst();
            parts.add(failed.size() + " failed (" + Underway.words(first) + ")");
        }
        return wanted
                + " wanted: "
                + (parts.isEmpty() ? "not planned yet" : String.join(", ", parts));
    }

    private static String words(Stage stage) {
        return switch (stage) {
            case PLANNED -> "not made";
            case REQUESTED -> "in doubt";
            case ALLOCATED -> "not active yet";
            case ADDRESSED -> "active";
            case SSH_READY, BOOT_DONE, TUNED, ENGINE_READY, JOINED, READY -> stage.word();
        };
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
