package belt.provision;

import belt.provision.step.Plan;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A node's plan, and the stages on its way.
///
/// @param plan the steps
/// @param reached stage → after how many steps it is reached
record NodePlan(Plan plan, Map<NodeStage, Integer> reached) {
    NodePlan {
        reached = new EnumMap<>(reached);
    }

    /// The stages that are reached once this many steps are done, in their order.
    List<NodeStage> reachedAfter(int steps) {
        return reached.entrySet().stream()
                .filter(each -> each.getValue() == steps)
                .map(Map.Entry::getKey)
                .toList();
    }
}
