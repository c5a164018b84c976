package belt.cli.state;

import belt.core.BeltException;
import belt.core.CoreProblem;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The version of a file's records. A newer one is refused, since writing it back would lose what it holds; an older one
/// is brought up step by step.
///
/// @param current the version that this belt writes
/// @param steps from a version to the next: what must change in a record
record StateFormat(int current, Map<Integer, UnaryOperator<Map<String, @Nullable Object>>> steps) {
    /// Formats without a history.
    static final StateFormat FIRST = new StateFormat(1, Map.of());

    StateFormat {
        steps = Map.copyOf(steps);
    }

    /// Fails if a record is newer than this belt.
    void check(long format, Path file) {
        if (format > current) {
            throw new BeltException.Refused(
                            CoreProblem.STATE_NEWER,
                            file
                                    + " has format "
                                    + format
                                    + ", and this belt knows formats up to "
                                    + current)
                    .withDetail("a newer belt wrote it; nothing was changed");
        }
    }

    /// A record of an older version as the current one has it.
    Map<String, @Nullable Object> migrate(Map<String, @Nullable Object> record, long format) {
        Map<String, @Nullable Object> migrated = new TreeMap<>(record);
        for (int from = (int) format; from < current; from++) {
            UnaryOperator<Map<String, @Nullable Object>> step = steps.get(from);
            if (step != null) {
                migrated = step.apply(migrated);
            }
        }
        migrated.put("format", (long) current);
        return migrated;
    }
}
