package belt.cli.creation;

import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.MachineSpec;
import belt.provider.Price;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A batch as the details of a journal line. The cloud-init document is not among them: it may hold a ticket.
final class BatchLine {
    static final String BATCH = "batch";
    static final String TOKEN = "token";
    static final String NAMES = "names";
    private static final String LABEL = "label.";
    private static final String RESOLVED = "resolved.";

    private BatchLine() {}

    static Map<String, String> details(Batch batch) {
        var details = new LinkedHashMap<String, String>();
        MachineSpec spec = batch.spec();
        details.put(BATCH, batch.id());
        details.put(TOKEN, batch.token());
        details.put(NAMES, String.join(",", batch.names()));
        details.put("size", spec.size());
        details.put("region", spec.region());
        details.put("image", spec.image());
        details.put("key", spec.sshPublicKey());
        spec.labels().forEach((key, value) -> details.put(LABEL + key, value));
        spec.resolved().forEach((key, value) -> details.put(RESOLVED + key, value));
        Price price = batch.price();
        if (price != null) {
            details.put("perHour", price.perHour().toPlainString());
            details.put("perMonth", price.perMonth().toPlainString());
        }
        return details;
    }

    static Map<String, String> details(CreateRequest request) {
        Map<String, String> details =
                details(new Batch("", "", request.names(), request.spec(), null));
        details.remove(BATCH);
        details.remove(TOKEN);
        details.put("regions", String.join(",", request.regions()));
        return details;
    }

    static CreateRequest request(Map<String, String> details, String userData) {
        Batch batch = read(details, userData);
        String regions = text(details, "regions");
        return new CreateRequest(
                batch.names(),
                batch.spec(),
                regions.isEmpty() ? List.of() : List.of(regions.split(",")));
    }

    static Batch read(Map<String, String> details, String userData) {
        var spec =
                new MachineSpec(
                        text(details, "size"),
                        text(details, "region"),
                        text(details, "image"),
                        text(details, "key"),
                        userData,
                        below(details, LABEL),
                        below(details, RESOLVED));
        return new Batch(
                text(details, BATCH), text(details, TOKEN), names(details), spec, price(details));
    }

    static List<String> names(Map<String, String> details) {
        String names = text(details, NAMES);
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    static String text(Map<String, String> details, String key) {
        return details.getOrDefault(key, "");
    }

    private static @Nullable Price price(Map<String, String> details) {
        String hour = text(details, "perHour");
        return hour.isEmpty()
                ? null
                : new Price(new BigDecimal(hour), new BigDecimal(text(details, "perMonth")));
    }

    private static Map<String, String> below(Map<String, String> details, String prefix) {
        var found = new LinkedHashMap<String, String>();
        details.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
