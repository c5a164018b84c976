package belt.provider.aws;

import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// A cluster's security groups in one VPC: one that all its instances have, and one that managers have beside it.
///
/// @param all everybody's
/// @param managers the managers'; null where there is none, since an older belt made the cluster
record Wall(SecurityGroup all, @Nullable SecurityGroup managers) {
    /// The groups' ids.
    Ids ids() {
        return new Ids(all.groupId(), managers == null ? all.groupId() : managers.groupId());
    }

    /// What they let in together.
    Set<FirewallRule> rules() {
        var rules = new LinkedHashSet<>(Rules.of(all, Members.ALL, ids()));
        if (managers != null) {
            rules.addAll(Rules.of(managers, Members.MANAGERS, ids()));
        }
        return rules;
    }

    List<SecurityGroup> groups() {
        return managers == null ? List.of(all) : List.of(all, managers);
    }

    /// The ids of a cluster's groups in one VPC; twice the same where managers have none of their own.
    record Ids(String all, String managers) {
        static Ids same(String id) {
            return new Ids(id, id);
        }

        String of(Members members) {
            return members == Members.ALL ? all : managers;
        }
    }
}
