package belt.cli.machine;

import belt.cli.operate.Creator;
import belt.cli.output.View;
import belt.provider.Machine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A machine with a tag of ours that nobody needs any more.
///
/// @param machine as its provider describes it
/// @param age how long it has been there
/// @param why why it is one: `in no inventory`, `failed, was kept until …`
/// @param known whether it stands in the inventory of the cluster in use
/// @param priced whether its provider has prices: without one then, it costs nothing
record Orphan(Machine machine, Duration age, String why, boolean known, boolean priced) {
    static Orphan of(Machine machine, Instant now, String why, boolean known, boolean priced) {
        Duration age = Duration.between(machine.createdAt(), now);
        return new Orphan(machine, age.isNegative() ? Duration.ZERO : age, why, known, priced);
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
                .droppable("MADE BY", 3, Orphan::creator)
                .droppable("WHY", 4, Orphan::why)
                .data(Orphan::data);
    }

    /// ` by ada@laptop`; empty if nobody says.
    String by() {
        String creator = machine.labels().get(Creator.LABEL);
        return creator == null ? "" : " by " + creator;
    }

    private String creator() {
        return machine.labels().getOrDefault(Creator.LABEL, "-");
    }

    private String ageText() {
        long minutes = age.toMinutes();
        return minutes < 120
                ? minutes + "m"
                : minutes < 48 * 60 ? minutes / 60 + "h" : minutes / 60 / 24 + "d";
    }

    private String perHour() {
        BigDecimal price = machine.pricePerHour();
        return price == null ? unknown() : "$" + price.setScale(4, RoundingMode.HALF_UP);
    }

    private String unknown() {
        return priced ? "-" : "?";
    }

    /// What it has cost, every hour begun counted in full, as clouds count.
    private String soFar() {
        BigDecimal price = machine.pricePerHour();
        if (price == null) {
            return unknown();
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
        String creator = machine.labels().get(Creator.LABEL);
        if (creator != null) {
            data.put("creator", creator);
        }
        data.put("why", why);
        BigDecimal price = machine.pricePerHour();
        if (price != null) {
            data.put("pricePerHour", price);
        }
        return data;
    }
}
