package belt.control.scheduler;

import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The needs of all specs that have tasks, each kept while a task uses it.
final class Needs {
    private final Eligibility.Sets sets;
    private final Function<Need.Key, Optional<ServiceSpec>> specs;
    private final Map<Need.Key, Need> needs = new HashMap<>();
    private final Map<ServiceId, Counted> counted = new HashMap<>();

    private static final class Counted {
        final NodeCounts counts = new NodeCounts();
        int users;
    }

    /// @param specs where specs are found
    Needs(Eligibility.Sets sets, Function<Need.Key, Optional<ServiceSpec>> specs) {
        this.sets = sets;
        this.specs = specs;
    }

    static Need.Key key(Task task) {
        return new Need.Key(task.serviceId(), task.specVersion());
    }

    Collection<Need> all() {
        return Collections.unmodifiableCollection(needs.values());
    }

    @Nullable Need find(Task task) {
        return needs.get(key(task));
    }

    /// For one more task; null if the spec is gone, and the task with it.
    @Nullable Need acquire(Task task) {
        Need.Key key = key(task);
        Need need = needs.get(key);
        if (need == null) {
            Optional<ServiceSpec> spec = specs.apply(key);
            if (spec.isEmpty()) {
                return null;
            }
            Counted shared = counted.computeIfAbsent(key.service(), _ -> new Counted());
            shared.users++;
            need = new Need(key, spec.get(), sets, shared.counts);
            needs.put(key, need);
        }
        need.users++;
        return need;
    }

    /// For one task less.
    void release(Need need) {
        if (--need.users > 0) {
            return;
        }
        needs.remove(need.key);
        sets.release(need.eligibility);
        Counted shared = counted.get(need.key.service());
        if (shared != null && --shared.users == 0) {
            counted.remove(need.key.service());
        }
    }

    /// The node's index may be given to another one.
    void nodeRemoved(int index) {
        counted.values().forEach(each -> each.counts.clear(index));
        needs.values().forEach(need -> need.forgetFailures(index));
    }
}
