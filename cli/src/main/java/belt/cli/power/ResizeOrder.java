package belt.cli.power;

import belt.cli.power.ResizePlan.Change;
import java.util.ArrayList;
import java.util.List;

/// Which machines change their size together. What stands still for it must never be so many managers that the cluster can
/// decide nothing.
///
/// @param groups one after the other
/// @param endangered managers without which too few would answer while they are down
record ResizeOrder(List<List<Change>> groups, List<String> endangered) {
    static ResizeOrder of(List<Change> changes, Managers managers) {
        List<Change> live = changes.stream().filter(change -> !change.down()).toList();
        List<Change> down = changes.stream().filter(Change::down).toList();
        var groups = new ArrayList<List<Change>>();
        if (!live.isEmpty()) {
            groups.add(live);
        }
        groups.addAll(managers.inTurn(down, change -> change.machine().name()));
        return new ResizeOrder(
                groups,
                managers.vital(down.stream().map(change -> change.machine().name()).toList()));
    }
}
