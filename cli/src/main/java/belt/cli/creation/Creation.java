package belt.cli.creation;

import belt.cli.state.Journal;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One create as its journal lines tell it. Whatever happens is first written down and then applied here by the same code
/// that reads the lines back after a crash, so that `belt resume` sees what the killed belt saw.
///
/// Safe for use by several threads; the lock is held while a line is written, so that the journal's order is ours.
public final class Creation {
    /// Begins it. Details: the request, `command`, `provider`, `account`, `option.KEY`.
    static final String BEGIN = Journal.BEGIN;

    /// Closes it. Details: `result`.
    static final String END = Journal.END;

    /// A batch was planned: the details of {@link BatchLine}.
    static final String PLANNED = "planned";

    /// All batches were planned: `together`. Nothing was asked for before this line.
    static final String COMPLETE = "plan-complete";

    /// A batch, or what is left of it, is about to be asked for: `batch`, `token`, `names`.
    static final String REQUESTED = "requested";

    /// The request's reply is complete: `batch`, `token`.
    static final String ANSWERED = "answered";

    /// The request changed nothing: `batch`, `token`, `reason`.
    static final String REFUSED = "refused";

    /// Nobody knows whether the request took effect: `batch`, `token`.
    static final String UNKNOWN = "unknown";

    /// A machine is there: subject its name, `id`.
    static final String ALLOCATED = "allocated";

    /// A machine is active and has its address: subject its name, `id`, `address`.
    static final String ADDRESSED = "addressed";

    /// A machine could not be made: subject its name, `reason`.
    static final String FAILED = "failed";

    /// A machine that was there is not any more: subject its name, `id`.
    static final String VANISHED = "vanished";

    /// A machine is about to be removed: subject its name, `id`.
    static final String REMOVING = "removing";

    /// It was removed: subject its name, `id`.
    static final String REMOVED = "removed";

    /// A machine is not wanted any more, `belt rm` took it: subject its name.
    static final String GIVEN_UP = "given-up";

    /// All machines are there; what is left is to make nodes of them.
    static final String MADE = "made";

    /// How far a machine is.
    public enum Phase {
        /// Nothing was asked of the provider, or what was asked changed nothing.
        PLANNED,
        /// It was asked for, and no complete reply came.
        REQUESTED,
        ALLOCATED,
        ADDRESSED,
        FAILED
    }

    /// One machine.
    ///
    /// @param name its name
    /// @param batch the id of its batch
    /// @param phase how far it is
    /// @param id the provider's id of it; empty while not known
    /// @param at when that was written down
    /// @param reason why it failed; empty otherwise
    public record Item(
            String name, String batch, Phase phase, String id, Instant at, String reason) {
        Item with(Phase next, Instant when) {
            return new Item(name, batch, next, id, when, "");
        }

        Item withId(Phase next, String newId, Instant when) {
            return new Item(name, batch, next, newId, when, "");
        }

        Item failed(String why, Instant when) {
            return new Item(name, batch, Phase.FAILED, id, when, why);
        }
    }

    private record Request(Batch call, Instant at) {}

    private final String operation;
    private final Ledger ledger;
    private final InstantSource clock;
    private final SequencedMap<String, Batch> batches = new LinkedHashMap<>();
    private final Map<String, Request> open = new LinkedHashMap<>();
    private final SequencedMap<String, Item> items = new LinkedHashMap<>();
    private final Set<String> requested = new LinkedHashSet<>();
    private final Map<String, String> removing = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private Map<String, String> beginning = Map.of();
    private Instant asked = Instant.MIN;
    private Instant doubtful = Instant.MIN;
    private boolean complete;
    private int together = 1;
    private boolean made;
    private boolean ended;

    private Creation(String operation, Ledger ledger, InstantSource clock) {
        this.operation = operation;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Begins one.
    ///
    /// @param request what is wanted
    /// @param details what else must be known to go on: provider, account, options
    public static Creation begin(
            String operation,
            Ledger ledger,
            InstantSource clock,
            CreateRequest request,
            Map<String, String> details) {
        var creation = new Creation(operation, ledger, clock);
        var all = new LinkedHashMap<>(BatchLine.details(request));
        all.putAll(details);
        creation.keep(request.spec().userData());
        creation.write(BEGIN, "", all);
        return creation;
    }

    /// Reads one back.
    ///
    /// @param lines its lines in the journal
    public static Creation of(
            String operation, List<Journal.Entry> lines, Ledger ledger, InstantSource clock) {
        var creation = new Creation(operation, ledger, clock);
        String userData = ledger.userData(operation);
        lines.forEach(line -> creation.apply(line, userData));
        return creation;
    }

    public String operation() {
        return operation;
    }

    /// The details of its first line.
    public synchronized Map<String, String> beginning() {
        return beginning;
    }

    /// What was wanted at the beginning.
    public synchronized CreateRequest request() {
        return BatchLine.request(beginning, ledger.userData(operation));
    }

    /// Whether its plan was written down. If not, nothing was asked for.
    public synchronized boolean planned() {
        return complete;
    }

    /// Whether all machines were there at one time.
    public synchronized boolean made() {
        return made;
    }

    public synchronized boolean ended() {
        return ended;
    }

    /// All machines that are still wanted, in the order of the plan.
    public synchronized List<Item> items() {
        return List.copyOf(items.values());
    }

    public synchronized Optional<Item> find(String name) {
        return Optional.ofNullable(items.get(name));
    }

    /// The ids of its batches.
    public synchronized Set<String> batchIds() {
        return Set.copyOf(batches.keySet());
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches.values());
    }

    synchronized @Nullable Batch batch(String id) {
        return batches.get(id);
    }

    /// How many calls at once the provider wants at most.
    synchronized int together() {
        return together;
    }

    /// Requests without a complete reply.
    synchronized List<Batch> unanswered() {
        return open.values().stream().map(Request::call).toList();
    }

    synchronized boolean wasRequested(String batch) {
        return requested.contains(batch);
    }

    /// Ids that were removed: a listing may still show them.
    synchronized Set<String> removed() {
        return Set.copyOf(removed);
    }

    /// Ids whose removal was begun and not finished, with their names.
    synchronized Map<String, String> removing() {
        return Map.copyOf(removing);
    }

    /// When a machine was last asked for or told of; the beginning of time if never.
    synchronized Instant asked() {
        return asked;
    }

    /// When a request was last left without a complete reply; the beginning of time if never.
    synchronized Instant doubtful() {
        return open.values().stream().map(Request::at).reduce(doubtful, Creation::later);
    }

    private void keep(String userData) {
        if (!userData.isEmpty()) {
            ledger.keepUserData(operation, userData);
        }
    }

    /// Plans batches.
    void plan(CreatePlan plan) {
        var lines = new ArrayList<Journal.Entry>();
        String userData = "";
        for (Batch batch : plan.batches()) {
            lines.add(line(PLANNED, "", BatchLine.details(batch)));
            userData = batch.spec().userData();
        }
        lines.add(line(COMPLETE, "", Map.of("together", Integer.toString(plan.together()))));
        write(lines, userData);
    }

    /// Writes a line about a request.
    void request(String event, Batch call, Map<String, String> more) {
        var details = new LinkedHashMap<String, String>();
        details.put(BatchLine.BATCH, call.id());
        details.put(BatchLine.TOKEN, call.token());
        if (event.equals(REQUESTED)) {
            details.put(BatchLine.NAMES, String.join(",", call.names()));
        }
        details.putAll(more);
        write(event, "", details);
    }

    /// What was being removed when a belt was killed and is not seen any more, is gone.
    void forgetRemoved(Collection<Machine> seen) {
        removing()
                .forEach((id, name) -> {
                    if (seen.stream().noneMatch(machine -> machine.id().equals(id))) {
                        write(REMOVED, name, Map.of("id", id));
                    }
                });
    }

    void write(String event, String subject, Map<String, String> details) {
        write(List.of(line(event, subject, details)), "");
    }

    /// Writes one line per machine, together.
    void write(String event, Collection<Machine> machines) {
        write(
                machines.stream()
                        .map(machine -> line(event, machine.name(), details(machine)))
                        .toList(),
                "");
    }

    /// Some of its machines are not wanted any more; without any, it is closed.
    public void giveUp(Collection<String> names) {
        for (String name : names) {
            if (find(name).isPresent()) {
                write(GIVEN_UP, name, Map.of());
            }
        }
        if (planned() && items().isEmpty() && unanswered().isEmpty()) {
            end("given-up");
        }
    }

    /// Closes it.
    public void end(String result) {
        write(END, "", Map.of("result", result));
        ledger.forgetUserData(operation);
    }

    private static Map<String, String> details(Machine machine) {
        return machine.addresses().isEmpty()
                ? Map.of("id", machine.id())
                : Map.of("id", machine.id(), "address", machine.addresses().getFirst());
    }

    private Journal.Entry line(String event, String subject, Map<String, String> details) {
        return new Journal.Entry(clock.instant(), operation, event, subject, details);
    }

    private synchronized void write(List<Journal.Entry> lines, String userData) {
        ledger.append(lines);
        lines.forEach(line -> apply(line, userData));
    }

    private synchronized void apply(Journal.Entry line, String userData) {
        Map<String, String> details = line.details();
        String id = BatchLine.text(details, "id");
        Item item = items.get(line.subject());
        switch (line.event()) {
            case BEGIN -> beginning = details;
            case PLANNED -> planned(BatchLine.read(details, userData), line.at());
            case REQUESTED -> requested(details, line.at());
            case ANSWERED -> open.remove(BatchLine.text(details, BatchLine.TOKEN));
            case REFUSED -> refused(details, line.at());
            case UNKNOWN -> doubtful = line.at();
            case ALLOCATED, ADDRESSED -> {
                asked = later(asked, line.at());
                boolean there = line.event().equals(ADDRESSED);
                put(
                        item,
                        each ->
                                each.withId(
                                        there ? Phase.ADDRESSED : Phase.ALLOCATED, id, line.at()));
            }
            case FAILED ->
                    put(item, each -> each.failed(BatchLine.text(details, "reason"), line.at()));
            case VANISHED -> put(item, each -> each.withId(Phase.PLANNED, "", line.at()));
            case REMOVING -> removing.put(id, line.subject());
            case REMOVED -> {
                removing.remove(id);
                removed.add(id);
            }
            case GIVEN_UP -> items.remove(line.subject());
            case COMPLETE -> {
                complete = true;
                together = Integer.parseInt(details.getOrDefault("together", "1"));
            }
            case MADE -> made = true;
            case END -> ended = true;
            default -> {} // a neighbouring version's line
        }
    }

    private interface Change {
        Item of(Item item);
    }

    private void put(@Nullable Item item, Change change) {
        if (item != null) {
            items.put(item.name(), change.of(item));
        }
    }

    private void planned(Batch batch, Instant at) {
        batches.put(batch.id(), batch);
        batch.names()
                .forEach(name ->
                        items.put(name, new Item(name, batch.id(), Phase.PLANNED, "", at, "")));
    }

    private void requested(Map<String, String> details, Instant at) {
        Batch batch = batches.get(BatchLine.text(details, BatchLine.BATCH));
        if (batch == null) {
            return; // its planned line is broken: gc finds what was made
        }
        String token = BatchLine.text(details, BatchLine.TOKEN);
        List<String> names = BatchLine.names(details);
        requested.add(batch.id());
        var call = new Batch(batch.id(), token, names, batch.spec(), batch.price());
        open.put(token, new Request(call, at));
        asked = later(asked, at);
        names.forEach(name -> put(items.get(name), item -> item.with(Phase.REQUESTED, at)));
    }

    private void refused(Map<String, String> details, Instant at) {
        Request request = open.remove(BatchLine.text(details, BatchLine.TOKEN));
        if (request != null) {
            request.call()
                    .names()
                    .forEach(name ->
                            put(
                                    items.get(name),
                                    item ->
                                            item.phase() == Phase.REQUESTED
                                                    ? item.with(Phase.PLANNED, at)
                                                    : item));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
