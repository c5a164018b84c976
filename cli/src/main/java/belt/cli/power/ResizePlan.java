package belt.cli.power;

import belt.cli.command.Providers;
import belt.cli.operate.Estate;
import belt.core.BeltException;
import belt.provider.Capability;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineSpec;
import belt.provider.Price;
import belt.provider.ProviderType;
import belt.provider.SizeOffer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which machines get another size, and what that means. Nothing is changed yet.
///
/// @param changes machines that get another size
/// @param same machines that have it already
record ResizePlan(List<Change> changes, List<Machine> same) {
    /// One machine.
    ///
    /// @param size its new size
    /// @param down whether it has to stand still for it
    /// @param before what it costs now; null if the provider does not say
    /// @param after what it will cost; null if the provider does not say
    record Change(
            Machine machine,
            MachineSize size,
            boolean down,
            @Nullable Price before,
            @Nullable Price after) {}

    /// Asks the providers for sizes and prices.
    ///
    /// @throws BeltException.Refused if a provider of one of them cannot do it
    /// @throws BeltException.InvalidInput for a size that does not exist
    static ResizePlan of(Estate estate, List<Machine> machines, String size)
            throws InterruptedException {
        var byProvider = new LinkedHashMap<String, List<Machine>>();
        machines.forEach(machine ->
                byProvider
                        .computeIfAbsent(machine.provider(), _ -> new ArrayList<>())
                        .add(machine));
        for (String name : byProvider.keySet()) { // all of them before the first is asked
            ProviderType type = Providers.require(name, estate.call().io());
            if (!type.can(Capability.RESIZE)) {
                throw Capability.RESIZE
                        .missing(type)
                        .withRemedy("belt create SIZE NAME, belt drain and belt rm of the old one");
            }
        }
        var changes = new ArrayList<Change>();
        var same = new ArrayList<Machine>();
        for (var group : byProvider.entrySet()) {
            try (MachineProvider provider = estate.open(group.getKey())) {
                boolean live = provider.type().can(Capability.RESIZE_RUNNING);
                MachineSize wanted = provider.size(size);
                var prices = prices(provider, wanted, group.getValue());
                for (Machine machine : group.getValue()) {
                    if (has(machine, wanted)) {
                        same.add(machine);
                    } else {
                        changes.add(
                                new Change(
                                        machine,
                                        wanted,
                                        !live && runs(machine),
                                        before(machine, prices),
                                        prices.get(wanted.text())));
                    }
                }
            }
        }
        return new ResizePlan(List.copyOf(changes), List.copyOf(same));
    }

    /// Size → price, of those that the provider tells.
    private static Map<String, Price> prices(
            MachineProvider provider, MachineSize wanted, List<Machine> machines)
            throws InterruptedException {
        var prices = new LinkedHashMap<String, Price>();
        for (SizeOffer offer : provider.sizes()) {
            note(prices, offer.size().text(), offer.price());
        }
        if (prices.isEmpty() && provider.type().can(Capability.PRICES)) { // any size is understood
            var sizes = new TreeSet<>(machines.stream().map(Machine::size).toList());
            sizes.add(wanted.text());
            for (String size : sizes) {
                var one = CreateRequest.of(List.of("resized"), MachineSpec.of(size, ""));
                note(prices, size, provider.plan(one).price().orElse(null));
            }
        }
        return prices;
    }

    private static void note(Map<String, Price> prices, String size, @Nullable Price price) {
        if (price != null) {
            prices.put(size, price);
        }
    }

    private static boolean has(Machine machine, MachineSize wanted) {
        return machine.size().equals(wanted.text())
                || machine.provider().equals("local")
                        && machine.memoryBytes() == wanted.memoryBytes()
                        && machine.cpus() == wanted.cpus();
    }

    private static boolean runs(Machine machine) {
        return switch (machine.state()) {
            case STOPPED, FAILED -> false;
            case ACTIVE, NEW, CHANGING -> true;
        };
    }

    private static @Nullable Price before(Machine machine, Map<String, Price> prices) {
        Price listed = prices.get(machine.size());
        BigDecimal hourly = machine.pricePerHour();
        return listed != null ? listed : hourly == null ? null : Price.hourly(hourly);
    }

    List<Machine> machines() {
        return changes.stream().map(Change::machine).toList();
    }

    long down() {
        return changes.stream().filter(Change::down).count();
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        changes.forEach(change ->
                lines.add(
                        "~ machine "
                                + change.machine().name()
                                + "  "
                                + change.machine().size()
                                + " → "
                                + change.size().text()
                                + (change.down() ? "  stops for it and starts again" : "")));
        same.forEach(machine ->
                lines.add("= machine " + machine.name() + "  is " + machine.size() + " already"));
        return lines;
    }

    /// What all of it costs more, negative for less; empty if a provider does not say.
    Optional<Price> more() {
        Price sum = Price.ZERO;
        for (Change change : changes) {
            Price before = change.before();
            Price after = change.after();
            if (before == null || after == null) {
                return Optional.empty();
            }
            sum =
                    new Price(
                            sum.perHour().add(after.perHour()).subtract(before.perHour()),
                            sum.perMonth().add(after.perMonth()).subtract(before.perMonth()));
        }
        return Optional.of(sum);
    }

    /// One line about the cost.
    String cost() {
        Optional<Price> more = more();
        if (more.isEmpty()) {
            return "cost: the provider does not tell";
        }
        int sign = more.get().perHour().signum();
        Price amount = new Price(more.get().perHour().abs(), more.get().perMonth().abs());
        return sign == 0 ? "no change of cost" : "cost: " + amount + (sign > 0 ? " more" : " less");
    }
}
