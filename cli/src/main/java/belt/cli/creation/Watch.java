package belt.cli.creation;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks at what the provider has, by one listing at a time for all machines, and writes it down.
final class Watch {
    private final Workbench bench;
    private final Creation creation;
    private final CreateCalls calls;
    private final Troubles troubles;
    private final Set<String> lagging;

    Watch(Workbench bench, Creation creation, CreateCalls calls, Troubles troubles) {
        this.bench = bench;
        this.creation = creation;
        this.calls = calls;
        this.troubles = troubles;
        this.lagging = lagging();
    }

    /// Ids that the journal knows of and the inventory does not: a belt that was killed had not come to write it.
    private Set<String> lagging() {
        var ids = new HashSet<String>();
        creation.items().stream().filter(Item::isThere).map(Item::id).forEach(ids::add);
        if (!ids.isEmpty()) {
            bench.ledger().machines().stream().map(Machine::id).forEach(ids::remove);
        }
        return ids;
    }

    /// Brings the inventory up to date where it lags behind the journal.
    void catchUp() throws InterruptedException {
        if (!lagging.isEmpty()) {
            note(Sighting.take(bench, creation));
        }
    }

    /// Finds out what became of requests without a reply: where a request can be repeated, by repeating it; then, and else,
    /// by listings until they can be trusted.
    void clearUp() throws InterruptedException {
        if (bench.provider().type().can(Capability.IDEMPOTENT_CREATE)) {
            for (Batch call : creation.unanswered()) {
                bench.stop().check();
                calls.repeat(call);
            }
        }
        while (!creation.unanswered().isEmpty()) {
            bench.stop().check();
            note(Sighting.take(bench, creation));
            boolean settled = bench.settledSince(creation.doubtful());
            for (Batch call : creation.unanswered()) {
                if (isComplete(call)) {
                    creation.request(CreationLine.ANSWERED, call, Map.of());
                } else if (settled) {
                    creation.request(
                            CreationLine.REFUSED,
                            call,
                            Map.of("reason", "the provider has none of it"));
                }
            }
            if (!creation.unanswered().isEmpty()) {
                bench.pause("what became of a call whose reply was lost");
            }
        }
    }

    private boolean isComplete(Batch call) {
        return call.names().stream()
                .allMatch(name ->
                        creation.find(name).stream().allMatch(item -> !item.id().isEmpty()));
    }

    /// Looks until all are active and no call is in doubt any more.
    ///
    /// @return false if something that was there has vanished
    boolean awaitActive() throws InterruptedException {
        Instant deadline = bench.now().plus(bench.patience());
        while (true) {
            bench.stop().check();
            Sighting seen = Sighting.take(bench, creation);
            note(seen);
            if (vanished(seen)) {
                return false;
            }
            List<Item> waiting =
                    creation.items().stream()
                            .filter(item ->
                                    !item.stage().isAtLeast(Stage.ADDRESSED) && !item.unmade())
                            .toList();
            boolean quiet =
                    bench.settledSince(creation.doubtful())
                            && seen.surplus().isEmpty()
                            && creation.removing().isEmpty();
            if (waiting.isEmpty() && quiet) {
                return true;
            }
            if (!bench.now().isBefore(deadline)) {
                throw new BeltException.StillRunning(
                                CreationProblem.NOT_ACTIVE,
                                waiting.size() + " machines are not active yet")
                        .withRemedy("belt resume");
            }
            waiting.forEach(item -> bench.progress().state(item.name(), "waiting for an address"));
            bench.pause(waiting.size() + " machines to become active");
        }
    }

    /// Writes down what was seen, and removes what is there twice.
    private void note(Sighting seen) throws InterruptedException {
        bench.ledger()
                .put(
                        seen.machines().values().stream()
                                .filter(machine -> lagging.remove(machine.id()))
                                .toList());
        var allocated = new ArrayList<Machine>();
        var addressed = new ArrayList<Machine>();
        for (Machine machine : seen.machines().values()) {
            Item item = creation.find(machine.name()).orElse(null);
            if (item == null || item.stage().isAtLeast(Stage.ADDRESSED)) {
                continue;
            }
            if (machine.state() == MachineState.FAILED) {
                if (!item.unmade()) {
                    calls.failed(machine.name(), givenUp(machine));
                }
            } else if (isReady(machine)) {
                addressed.add(machine);
            } else if (item.id().isEmpty()) {
                allocated.add(machine);
            }
        }
        creation.write(CreationLine.ALLOCATED, allocated);
        bench.ledger().put(allocated);
        bench.ledger().put(addressed);
        creation.write(CreationLine.ADDRESSED, addressed);
        addressed.forEach(machine -> {
            troubles.clear(machine.name());
            bench.progress().state(machine.name(), "active");
        });
        creation.forgetRemoved(seen.surplus());
        Removal.remove(bench, creation, seen.surplus());
    }

    private static boolean isReady(Machine machine) {
        return !machine.addresses().isEmpty() && machine.state() != MachineState.NEW;
    }

    private static BeltException givenUp(Machine machine) {
        String why = machine.stateReason();
        return new BeltException.OperationFailed(
                CreationProblem.PROVIDER_GAVE_UP,
                machine.name() + ": the provider gave up on it" + (why == null ? "" : ": " + why));
    }

    /// Machines with an id that settled listings do not show.
    private boolean vanished(Sighting seen) {
        boolean any = false;
        Set<String> there = seen.machines().keySet();
        for (Item item : creation.items()) {
            if (item.isThere() && !there.contains(item.name()) && bench.settledSince(item.at())) {
                creation.write(CreationLine.VANISHED, item.name(), Map.of("id", item.id()));
                any = true;
            }
        }
        return any;
    }
}
