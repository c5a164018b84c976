package belt.cli.creation;

import belt.cli.state.Journal;
import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One create as its journal lines tell it. Whatever happens is first written down and then applied to the
/// {@link CreationRecord} by the same code that reads the lines back after a crash, so that `belt resume` sees what the
/// killed belt saw.
///
/// Safe for use by several threads; the lock is held while a line is written, so that the journal's order is ours.
public final class Creation implements StageLog {
    private final String operation;
    private final Ledger ledger;
    private final InstantSource clock;
    private final CreationRecord record = new CreationRecord();

    private Creation(String operation, Ledger ledger, InstantSource clock) {
        this.operation = operation;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Begins it.
    ///
    /// @param request what is wanted
    /// @param details what else must be known to go on: provider, account, options, the {@link Finish}
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
        creation.write(CreationLine.BEGIN, "", all);
        return creation;
    }

    /// Reads one back.
    ///
    /// @param lines its lines in the journal
    public static Creation of(
            String operation, List<Journal.Entry> lines, Ledger ledger, InstantSource clock) {
        var creation = new Creation(operation, ledger, clock);
        String userData = ledger.userData(operation);
        lines.forEach(line -> creation.record.apply(line, userData));
        return creation;
    }

    public String operation() {
        return operation;
    }

    /// The details of its first line.
    public synchronized Map<String, String> beginning() {
        return record.beginning();
    }

    /// What was wanted at the beginning.
    public synchronized CreateRequest request() {
        return BatchLine.request(record.beginning(), ledger.userData(operation));
    }

    /// Whether its plan was written down. If not, nothing was asked for.
    public synchronized boolean planned() {
        return record.complete();
    }

    /// Whether all machines were there at one time.
    public synchronized boolean made() {
        return record.made();
    }

    public synchronized boolean ended() {
        return record.ended();
    }

    /// All machines that are still wanted, in the order of the plan.
    public synchronized List<Item> items() {
        return List.copyOf(record.items().values());
    }

    public synchronized Optional<Item> find(String name) {
        return Optional.ofNullable(record.items().get(name));
    }

    /// The tokens of all calls that were made for it.
    public synchronized Set<String> tokens() {
        return Set.copyOf(record.tokens());
    }

    /// The ids of its batches.
    public synchronized Set<String> batchIds() {
        return Set.copyOf(record.batches().keySet());
    }

    synchronized List<Batch> batches() {
        return List.copyOf(record.batches().values());
    }

    synchronized @Nullable Batch batch(String id) {
        return record.batches().get(id);
    }

    /// How many calls at once the provider wants at most.
    synchronized int together() {
        return record.together();
    }

    /// Requests without a complete reply.
    synchronized List<Batch> unanswered() {
        return record.unanswered();
    }

    synchronized boolean wasRequested(String batch) {
        return record.wasRequested(batch);
    }

    /// Ids that were removed: a listing may still show them.
    synchronized Set<String> removed() {
        return Set.copyOf(record.removed());
    }

    /// Ids whose removal was begun and not finished, with their names.
    synchronized Map<String, String> removing() {
        return Map.copyOf(record.removing());
    }

    /// When a machine was last asked for or told of; the beginning of time if never.
    synchronized Instant asked() {
        return record.asked();
    }

    /// When a request was last left without a complete reply; the beginning of time if never.
    synchronized Instant doubtful() {
        return record.doubtful();
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
            lines.add(line(CreationLine.PLANNED, "", BatchLine.details(batch)));
            userData = batch.spec().userData();
        }
        var together = Map.of("together", Integer.toString(plan.together()));
        lines.add(line(CreationLine.COMPLETE, "", together));
        write(lines, userData);
    }

    /// Writes a line about a request.
    void request(String event, Batch call, Map<String, String> more) {
        var details = new LinkedHashMap<String, String>();
        details.put(BatchLine.BATCH, call.id());
        details.put(BatchLine.TOKEN, call.token());
        if (event.equals(CreationLine.REQUESTED)) {
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
                        write(CreationLine.REMOVED, name, Map.of("id", id));
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

    @Override
    public void reached(String machine, Stage stage) {
        Item item = find(machine).orElse(null);
        if (item == null) {
            return;
        }
        int further = stage.compareTo(item.stage());
        if (further > 0 || further == 0 && item.failure() != null) {
            write(stage.word(), machine, Map.of("id", item.id()));
        }
    }

    @Override
    public void failed(String machine, BeltException problem) {
        Item item = find(machine).orElse(null);
        if (item != null) {
            var details = new LinkedHashMap<String, String>();
            details.put("id", item.id());
            details.put("at", item.stage().next().word());
            details.put("reason", String.valueOf(problem.getMessage()));
            details.put("code", problem.code().id());
            details.put("retryable", Boolean.toString(isRetryable(problem)));
            write(CreationLine.STUCK, machine, details);
        }
    }

    private static boolean isRetryable(BeltException problem) {
        return switch (problem) {
            case BeltException.Unreachable _,
                    BeltException.StillRunning _,
                    BeltException.Conflict _,
                    BeltException.OperationFailed _ ->
                    true;
            case BeltException.InvalidInput _,
                    BeltException.MissingCredentials _,
                    BeltException.NotFound _,
                    BeltException.PartlyFailed _,
                    BeltException.Refused _,
                    BeltException.Bug _ ->
                    false;
        };
    }

    /// Machines that got no further are kept until then: `belt gc` offers them after it.
    public void keep(Collection<String> names, Instant until) {
        for (String name : names) {
            find(name)
                    .ifPresent(item ->
                            write(
                                    CreationLine.KEPT,
                                    name,
                                    Map.of("id", item.id(), "until", until.toString())));
        }
    }

    /// Some of its machines are not wanted any more; without any, it is closed.
    public void giveUp(Collection<String> names) {
        for (String name : names) {
            if (find(name).isPresent()) {
                write(CreationLine.GIVEN_UP, name, Map.of());
            }
        }
        if (planned() && items().isEmpty() && unanswered().isEmpty()) {
            end("given-up");
        }
    }

    /// Closes it. Without it in the journal, what the inventory does not have would be forgotten.
    public void end(String result) {
        ledger.flush();
        write(CreationLine.END, "", Map.of("result", result));
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
        lines.forEach(line -> record.apply(line, userData));
    }
}
