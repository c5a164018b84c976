package belt.provider.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A cloud that behaves: paid machines, limits, lost replies, listings that lag, names that are not unique, time from a
/// clock that waiting advances. It knows nothing of belt but the tags it is given. All belts of a test share one.
public final class FakeCloud {
    /// How this cloud is.
    ///
    /// @param machines how many machines the account may have
    /// @param namesPerCall how many machines a create call makes at most
    /// @param calls how many calls a sliding minute may have
    /// @param listingLag how long until what was made or removed shows in listings
    /// @param addressAfter how long until a machine is active and has its address
    /// @param knowsTokens whether a repeated token makes nothing twice
    public record Limits(
            int machines,
            int namesPerCall,
            int calls,
            Duration listingLag,
            Duration addressAfter,
            boolean knowsTokens) {
        /// Like DigitalOcean's: ten names a call, no tokens.
        public static Limits usual() {
            return new Limits(5000, 10, 250, Duration.ofSeconds(2), Duration.ofSeconds(40), false);
        }

        public Limits withMachines(int most) {
            return new Limits(most, namesPerCall, calls, listingLag, addressAfter, knowsTokens);
        }

        public Limits withTokens() {
            return new Limits(machines, namesPerCall, calls, listingLag, addressAfter, true);
        }
    }

    /// A machine as the cloud has it.
    ///
    /// @param tags key → value
    /// @param removedAt when it was removed; null while it costs money
    public record Unit(
            long id,
            String name,
            String size,
            String region,
            Map<String, String> tags,
            Instant madeAt,
            boolean stopped,
            @Nullable Instant removedAt) {
        Unit removed(Instant at) {
            return new Unit(id, name, size, region, tags, madeAt, stopped, at);
        }

        Unit stopped(boolean whether) {
            return new Unit(id, name, size, region, tags, madeAt, whether, removedAt);
        }

        Unit sized(String other) {
            return new Unit(id, name, other, region, tags, madeAt, stopped, removedAt);
        }
    }

    /// A call that the cloud refused or whose fate is unknown.
    public static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        /// What the cloud says.
        public enum Kind {
            QUOTA,
            RATE,
            UNAVAILABLE,
            LOST,
            NOT_FOUND
        }

        private final Kind kind;

        Failure(Kind kind) {
            super(kind.name());
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final FakeClock clock;
    private final Limits limits;
    private final Map<Long, Unit> units = new TreeMap<>();
    private final Map<String, List<Long>> tokens = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> asked = new LinkedHashMap<>();
    private final Set<String> heard = new HashSet<>();
    private final List<Instant> recent = new ArrayList<>();
    private Faults faults = Faults.none();
    private Consumer<String> watcher = _ -> {};
    private long lastId = 1000;

    public FakeCloud(FakeClock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /// What goes wrong from now on.
    public synchronized void faults(Faults next) {
        this.faults = next;
    }

    /// Hears `before create`, `after create` and so on, outside the cloud's lock, and may throw: a belt that is killed
    /// there.
    public synchronized void watcher(Consumer<String> next) {
        this.watcher = next;
    }

    public FakeClock clock() {
        return clock;
    }

    public Limits limits() {
        return limits;
    }

    /// What costs money now, whatever listings say.
    public synchronized List<Unit> paid() {
        return units.values().stream().filter(unit -> unit.removedAt() == null).toList();
    }

    /// Calls so far, by kind.
    public synchronized Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    /// Tokens that took effect by their only call, whose reply was lost: nobody asked again.
    public synchronized Set<String> neverRepeated() {
        return asked.entrySet().stream()
                .filter(each -> each.getValue() == 1 && tokens.containsKey(each.getKey()))
                .filter(each -> !heard.contains(each.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// Removes a machine behind everybody's back.
    public synchronized void vanish(String name) {
        units.replaceAll((_, unit) -> unit.name().equals(name) ? unit.removed(Instant.MIN) : unit);
    }

    /// Makes one machine per name.
    public List<Unit> create(
            String token, List<String> names, String size, String region, Map<String, String> tags)
            throws Failure {
        synchronized (this) {
            asked.merge(token, 1, Integer::sum);
        }
        List<Unit> made =
                call(
                        "create",
                        fault -> {
                            List<Long> known = tokens.get(token);
                            if (limits.knowsTokens() && known != null) {
                                return known.stream().map(units::get).toList();
                            }
                            boolean half = fault == Faults.Fault.HALF && !limits.knowsTokens();
                            List<String> some = half ? names.subList(0, names.size() / 2) : names;
                            if (paid().size() + some.size() > limits.machines()
                                    || names.size() > limits.namesPerCall()) {
                                throw new Failure(Failure.Kind.QUOTA);
                            }
                            Duration late =
                                    fault == Faults.Fault.LATE_EFFECT ? LATE : Duration.ZERO;
                            List<Unit> fresh =
                                    some.stream()
                                            .map(name -> unit(name, size, region, tags, late))
                                            .toList();
                            tokens.put(token, fresh.stream().map(Unit::id).toList());
                            if (fault == Faults.Fault.TWICE && !limits.knowsTokens()) {
                                some.forEach(name -> unit(name, size, region, tags, AGAIN));
                            }
                            return fresh;
                        });
        synchronized (this) {
            heard.add(token);
        }
        return made;
    }

    /// The machines with this tag; all for an empty key.
    public List<Unit> list(String key, String value) throws Failure {
        return call(
                "list",
                _ ->
                        units.values().stream()
                                .filter(unit -> key.isEmpty() || value.equals(unit.tags().get(key)))
                                .filter(this::listed)
                                .sorted(Comparator.comparingLong(Unit::id))
                                .toList());
    }

    /// One machine. Not found until listings know it, though it is there already.
    public Unit get(long id) throws Failure {
        return call("get", _ -> require(id));
    }

    public void delete(long id) throws Failure {
        call("delete", _ -> units.put(id, require(id).removed(clock.instant())));
    }

    public Unit stop(long id, boolean whether) throws Failure {
        return call("power", _ -> put(require(id).stopped(whether)));
    }

    public Unit resize(long id, String size) throws Failure {
        return call("power", _ -> put(require(id).sized(size)));
    }

    public void account() throws Failure {
        call("account", _ -> limits);
    }

    /// Whether it is active and has its address.
    public boolean active(Unit unit) {
        return !clock.instant().isBefore(unit.madeAt().plus(limits.addressAfter()));
    }

    private Unit put(Unit unit) {
        units.put(unit.id(), unit);
        return unit;
    }

    private Unit unit(
            String name, String size, String region, Map<String, String> tags, Duration late) {
        Instant at = clock.instant().plus(late);
        return put(new Unit(++lastId, name, size, region, Map.copyOf(tags), at, false, null));
    }

    private Unit require(long id) throws Failure {
        Unit unit = units.get(id);
        boolean early =
                unit != null && clock.instant().isBefore(unit.madeAt().plus(limits.listingLag()));
        if (unit == null || early || unit.removedAt() != null) {
            throw new Failure(Failure.Kind.NOT_FOUND);
        }
        return unit;
    }

    private boolean listed(Unit unit) {
        Instant now = clock.instant();
        boolean shown = !now.isBefore(unit.madeAt().plus(limits.listingLag()));
        Instant removed = unit.removedAt();
        boolean gone =
                removed != null
                        && (removed.equals(Instant.MIN)
                                || !now.isBefore(removed.plus(limits.listingLag())));
        return shown && !gone;
    }

    private interface Work<T> {
        T run(Faults.Fault fault) throws Failure;
    }

    private <T> T call(String kind, Work<T> work) throws Failure {
        watcher().accept("before " + kind);
        T result;
        synchronized (this) {
            counts.merge(kind, 1, Integer::sum);
            Instant now = clock.instant();
            recent.removeIf(at -> !at.plus(WINDOW).isAfter(now));
            if (recent.size() >= limits.calls()) {
                throw new Failure(Failure.Kind.RATE);
            }
            recent.add(now);
            Faults.Fault fault = faults.next(kind);
            if (fault == Faults.Fault.UNAVAILABLE) {
                throw new Failure(Failure.Kind.UNAVAILABLE);
            }
            result = work.run(fault);
            if (fault != Faults.Fault.NONE) {
                throw new Failure(Failure.Kind.LOST);
            }
        }
        watcher().accept("after " + kind);
        return result;
    }

    private synchronized Consumer<String> watcher() {
        return watcher;
    }
}
