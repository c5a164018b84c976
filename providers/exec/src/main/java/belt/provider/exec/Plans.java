package belt.provider.exec;

import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.MachineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Plans as a provider sends them, checked against what was asked.
final class Plans {
    private Plans() {}

    /// A plan. Ids and tokens of batches are belt's; key, user-data and labels are those of the request.
    ///
    /// @throws Nonsense unless every name is in exactly one batch or exists
    static CreatePlan plan(CreateRequest request, Fields from) {
        var existing = new HashSet<>(from.texts("existing"));
        var left = new HashSet<>(request.names());
        for (String name : existing) {
            if (!left.remove(name)) {
                throw new Nonsense("says that " + name + " exists, which was not asked for");
            }
        }
        var batches = new ArrayList<Batch>();
        for (Fields each : from.requireObjects("batches")) {
            List<String> names = each.texts("names");
            for (String name : names) {
                if (!left.remove(name)) {
                    throw new Nonsense(
                            "planned " + name + ", which was not asked for or is planned");
                }
            }
            if (!names.isEmpty()) {
                batches.add(Batch.of(names, spec(request.spec(), each), Results.price(each)));
            }
        }
        if (!left.isEmpty()) {
            throw new Nonsense("left " + String.join(", ", left) + " out of its plan");
        }
        return new CreatePlan(batches, existing, from.count("together", 1), from.texts("notes"));
    }

    private static MachineSpec spec(MachineSpec asked, Fields batch) {
        if (!batch.has("spec")) {
            return asked;
        }
        Fields from = batch.object("spec");
        return asked.withSize(from.text("size", asked.size()))
                .withRegion(from.text("region", asked.region()))
                .withImage(from.text("image", asked.image()))
                .withResolved(from.has("resolved") ? from.textMap("resolved") : asked.resolved());
    }

    /// The plan with what was made for it.
    static CreatePlan prepared(CreatePlan plan, Fields from) {
        var resolved = new HashMap<String, Map<String, String>>();
        for (Fields each : from.requireObjects("batches")) {
            resolved.put(each.text("id"), each.textMap("resolved"));
        }
        return plan.map(batch -> {
            var all = new HashMap<>(batch.spec().resolved());
            all.putAll(resolved.getOrDefault(batch.id(), Map.of()));
            return batch.withSpec(batch.spec().withResolved(all));
        });
    }
}
