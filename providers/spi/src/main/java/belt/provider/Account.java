package belt.provider;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What a provider says of the account that its credentials belong to.
///
/// @param id the provider's own id or address of it; empty if it tells none
/// @param machineLimit how many machines it may have; 0 if the provider does not say
/// @param machines how many it has, ours and others; -1 if the provider does not say
/// @param facts what else is worth showing, in order
public record Account(
        String id, int machineLimit, int machines, SequencedMap<String, String> facts) {
    public Account {
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    }

    /// An account of a provider that has none.
    public static Account none() {
        return new Account("", 0, -1, new LinkedHashMap<>());
    }
}
