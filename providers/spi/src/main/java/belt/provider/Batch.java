package belt.provider;

import belt.core.RandomId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Machines that one call of the provider makes, or one unit of its work. Everything in it is resolved, so that the call
/// can be repeated word by word after a crash.
///
/// @param id unique for ever; the provider tags each machine with it. 25 characters of `[0-9a-z]`
/// @param token what the provider is given to know a repeated call by, where it can; stays the same over `belt resume`
/// @param names the machines' names, at most as many as one call takes
/// @param spec what each is like, resolved
/// @param price what one machine costs; null if the provider does not say
public record Batch(
        String id, String token, List<String> names, MachineSpec spec, @Nullable Price price) {
    public Batch {
        names = List.copyOf(names);
    }

    /// A new batch with an id and a token of its own.
    public static Batch of(List<String> names, MachineSpec spec, @Nullable Price price) {
        return new Batch(RandomId.next(), RandomId.next(), names, spec, price);
    }

    /// The same batch for fewer names, with a new token: it is another call.
    public Batch only(List<String> fewer) {
        return new Batch(id, RandomId.next(), fewer, spec, price);
    }

    public Batch withSpec(MachineSpec other) {
        return new Batch(id, token, names, other, price);
    }
}
