package belt.provider;

import java.util.List;

/// What to change at the provider so that a cluster's firewall is as wished.
///
/// @param changes in the order to make them, rules that stay included
public record FirewallPlan(List<Change> changes) {
    public FirewallPlan {
        changes = List.copyOf(changes);
    }

    /// What happens to a rule.
    public enum Kind {
        ADD,
        KEEP,
        REMOVE
    }

    /// One rule and what happens to it.
    public record Change(Kind kind, FirewallRule rule) {}

    /// Whether there is nothing to do.
    public boolean isEmpty() {
        return changes.stream().allMatch(change -> change.kind() == Kind.KEEP);
    }
}
