package belt.cli.creation;

import belt.cli.state.Journal;
import belt.provider.Batch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the lines of one creation come to. The only code that reads them, while it goes on and after a crash. Its owner
/// guards it.
final class CreationRecord {
    private record Request(Batch call, Instant at) {}

    private final SequencedMap<String, Batch> batches = new LinkedHashMap<>();
    private final Map<String, Request> open = new LinkedHashMap<>();
    private final SequencedMap<String, Item> items = new LinkedHashMap<>();
    private final Set<String> requested = new LinkedHashSet<>();
    private final Set<String> tokens = new LinkedHashSet<>();
    private final Map<String, String> removing = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private Map<String, String> beginning = Map.of();
    private Instant asked = Instant.MIN;
    private Instant doubtful = Instant.MIN;
    private boolean complete;
    private int together = 1;
    private boolean made;
    private boolean ended;

    Map<String, String> beginning() {
        return beginning;
    }

    boolean complete() {
        return complete;
    }

    boolean made() {
        return made;
    }

    boolean ended() {
        return ended;
    }

    int together() {
        return together;
    }

    SequencedMap<String, Item> items() {
        return items;
    }

    SequencedMap<String, Batch> batches() {
        return batches;
    }

    Set<String> removed() {
        return removed;
    }

    Map<String, String> removing() {
        return removing;
    }

    Set<String> tokens() {
        return tokens;
    }

    boolean wasRequested(String batch) {
        return requested.contains(batch);
    }

    List<Batch> unanswered() {
        return open.values().stream().map(Request::call).toList();
    }

    Instant asked() {
        return asked;
    }

    Instant doubtful() {
        return open.values().stream().map(Request::at).reduce(doubtful, CreationRecord::later);
    }

    /// @param userData what the batches' machines are given, which is not in the journal
    void apply(Journal.Entry line, String userData) {
        Map<String, String> details = line.details();
        String id = BatchLine.text(details, "id");
        switch (line.event()) {
            case CreationLine.BEGIN -> beginning = details;
            case CreationLine.PLANNED -> planned(BatchLine.read(details, userData), line.at());
            case CreationLine.COMPLETE -> {
                complete = true;
                together = Integer.parseInt(details.getOrDefault("together", "1"));
            }
            case CreationLine.REQUESTED -> requested(details, line.at());
            case CreationLine.ANSWERED -> open.remove(BatchLine.text(details, BatchLine.TOKEN));
            case CreationLine.REFUSED -> refused(details, line.at());
            case CreationLine.UNKNOWN -> doubtful = line.at();
            case CreationLine.REMOVING -> removing.put(id, line.subject());
            case CreationLine.REMOVED -> {
                removing.remove(id);
                removed.add(id);
            }
            case CreationLine.MADE -> made = true;
            case CreationLine.END -> ended = true;
            default -> machine(line, id);
        }
    }

    /// A line about one machine; one of a newer belt is passed over.
    private void machine(Journal.Entry line, String id) {
        Instant at = line.at();
        switch (line.event()) {
            case CreationLine.ALLOCATED, CreationLine.ADDRESSED -> {
                asked = later(asked, at);
                Stage stage =
                        line.event().equals(CreationLine.ADDRESSED)
                                ? Stage.ADDRESSED
                                : Stage.ALLOCATED;
                change(line.subject(), item -> item.withId(stage, id, at));
            }
            case CreationLine.FAILED ->
                    change(
                            line.subject(),
                            item ->
                                    item.with(Stage.REQUESTED, at)
                                            .failed(failure(line, Stage.ALLOCATED), at));
            case CreationLine.STUCK ->
                    change(
                            line.subject(),
                            item ->
                                    item.id().equals(id)
                                            ? item.failed(failure(line, item.stage().next()), at)
                                            : item);
            case CreationLine.KEPT ->
                    change(
                            line.subject(),
                            item ->
                                    item.kept(
                                            Instant.parse(
                                                    BatchLine.text(line.details(), "until"))));
            case CreationLine.VANISHED ->
                    change(line.subject(), item -> item.withId(Stage.PLANNED, "", at));
            case CreationLine.GIVEN_UP -> items.remove(line.subject());
            default ->
                    Stage.find(line.event())
                            .ifPresent(stage ->
                                    change(line.subject(), item -> reached(item, stage, id, at)));
        }
    }

    private static Item reached(Item item, Stage stage, String id, Instant at) {
        boolean on = item.stage().isAtLeast(Stage.ADDRESSED) && stage.isAtLeast(item.stage());
        return on && item.id().equals(id) ? item.with(stage, at) : item;
    }

    private static Item.Failure failure(Journal.Entry line, Stage usual) {
        Map<String, String> details = line.details();
        return new Item.Failure(
                Stage.find(BatchLine.text(details, "at")).orElse(usual),
                BatchLine.text(details, "reason"),
                !BatchLine.text(details, "retryable").equals("false"));
    }

    private void change(String name, UnaryOperator<Item> how) {
        @Nullable Item item = items.get(name);
        if (item != null) {
            items.put(name, how.apply(item));
        }
    }

    private void planned(Batch batch, Instant at) {
        batches.put(batch.id(), batch);
        batch.names()
                .forEach(name ->
                        items.put(
                                name,
                                new Item(name, batch.id(), Stage.PLANNED, "", at, null, null)));
    }

    private void requested(Map<String, String> details, Instant at) {
        Batch batch = batches.get(BatchLine.text(details, BatchLine.BATCH));
        if (batch == null) {
            return; // its planned line is broken: gc finds what was made
        }
        String token = BatchLine.text(details, BatchLine.TOKEN);
        List<String> names = BatchLine.names(details);
        requested.add(batch.id());
        tokens.add(token);
        var call = new Batch(batch.id(), token, names, batch.spec(), batch.price());
        open.put(token, new Request(call, at));
        asked = later(asked, at);
        names.forEach(name ->
                change(name, item -> item.isThere() ? item : item.with(Stage.REQUESTED, at)));
    }

    private void refused(Map<String, String> details, Instant at) {
        Request request = open.remove(BatchLine.text(details, BatchLine.TOKEN));
        if (request != null) {
            request.call()
                    .names()
                    .forEach(name ->
                            change(
                                    name,
                                    item ->
                                            item.stage() == Stage.REQUESTED && !item.unmade()
                                                    ? item.with(Stage.PLANNED, at)
                                                    : item));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
