package belt.cli.machine;

import belt.cli.output.View;
import belt.provider.Machine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A machine with a tag of ours that stands in no inventory.
///
/// @param machine as its provider describes it
/// @param age how long it has been there
record Orphan(Machine machine, Duration age) {
    static Orphan of(Machine machine, Instant now) {
        Duration age = Duration.between(machine.createdAt(), now);
        return new Orphan(machine, age.isNegative() ? Duration.ZERO : age);
    }

    static View<Orphan> view() {
        return View.<Orphan>of("orphan", orphan -> orphan.machine().name())
                .column("NAME", orphan -> orphan.machine().name())
                .column("CLUSTER", orphan -> orphan.machine().cluster())
                .column("PROVIDER", orphan -> orphan.machine().provider())
                .column("ID", orphan -> orphan.machine().id())
                .droppable("REGION", 1, orphan -> orphan.machine().region())
                .droppable("SIZE", 2, orphan -> orphan.machine().size())
                .column("AGE", Orphan::ageText)
                .column("PER HOUR", Orphan::perHour)
                .column("SO FAR", Orphan::soFar)
                .data(Orphan::data);
    }

    private String ageText() {
        long minutes = age.toMinutes();
        return minutes < 120
                ? minutes + "m"
                : minutes < 48 * 60 ? minutes / 60 + "h" : minutes / 60 / 24 + "d";
    }

    private String perHour() {
        BigDecimal price = machine.pricePerHour();
        return price == null ? "?" : "$" + price.setScale(4, RoundingMode.HALF_UP);
    }

    /// What it has cost, every hour begun counted in full, as clouds count.
    private String soFar() {
        BigDecimal price = machine.pricePerHour();
        if (price == null) {
            return "?";
        }
        long hours = (age.toSeconds() + 3599) / 3600;
        return "$" + price.multiply(BigDecimal.valueOf(hours)).setScale(2, RoundingMode.HALF_UP);
    }

    private Map<String, Object> data() {
        var data = new LinkedHashMap<String, Object>();
        data.put("name", machine.name());
        data.put("cluster", machine.cluster());
        data.put("provider", machine.provider());
        data.put("id", machine.id());
        data.put("createdAt", machine.createdAt().toString());
        BigDecimal price = machine.pricePerHour();
        if (price != null) {
            data.put("pricePerHour", price);
        }
        return data;
    }
}
