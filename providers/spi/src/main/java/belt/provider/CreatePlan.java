package belt.provider;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// How a request will be carried out. Costs nothing and reserves nothing.
///
/// @param batches the calls to make; every name of the request is in exactly one of them, but for `existing`
/// @param existing names that exist already at the provider, in this cluster: nothing is asked for them
/// @param together how many batches may be under way at once
/// @param notes lines for the operator, for example that an image is going out of service
public record CreatePlan(
        List<Batch> batches, Set<String> existing, int together, List<String> notes) {
    public CreatePlan {
        batches = List.copyOf(batches);
        existing = Set.copyOf(existing);
        together = Math.max(1, together);
        notes = List.copyOf(notes);
    }

    /// A plan without notes.
    public static CreatePlan of(List<Batch> batches, int together) {
        return new CreatePlan(batches, Set.of(), together, List.of());
    }

    /// The same with every batch changed.
    public CreatePlan map(UnaryOperator<Batch> change) {
        return new CreatePlan(batches.stream().map(change).toList(), existing, together, notes);
    }

    /// What all its new machines cost together; empty if the provider does not say it for each.
    public Optional<Price> price() {
        Price sum = Price.ZERO;
        for (Batch batch : batches) {
            Price each = batch.price();
            if (each == null) {
                return Optional.empty();
            }
            sum = sum.plus(each.times(batch.names().size()));
        }
        return Optional.of(sum);
    }

    /// How many machines it makes.
    public int count() {
        return batches.stream().mapToInt(batch -> batch.names().size()).sum();
    }
}
