package belt.agent.journal;

import belt.agent.task.TaskJournal;
import belt.api.Message.AssignedTask;
import belt.api.Message.ManagerAddress;
import belt.api.Message.SpecDelivery;
import belt.api.Message.TaskUpdate;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a journal's entries add up to. Not for several threads.
final class Contents {
    private record SpecKey(ServiceId service, long version) {}

    private final Map<SpecKey, ServiceSpec> specs = new LinkedHashMap<>();
    private final Map<TaskId, AssignedTask> tasks = new LinkedHashMap<>();
    private final Map<TaskId, TaskStatus> statuses = new LinkedHashMap<>();
    private List<ManagerAddress> managers = List.of();

    void apply(Entry entry) {
        switch (entry) {
            case Entry.Spec(var spec) ->
                    specs.put(new SpecKey(spec.serviceId(), spec.version()), spec.spec());
            case Entry.Task(var task) -> tasks.put(task.id(), task);
            case Entry.Status(var update) -> {
                if (tasks.containsKey(update.id())) {
                    statuses.put(update.id(), update.status());
                }
            }
            case Entry.Removed(var id) -> {
                tasks.remove(id);
                statuses.remove(id);
            }
            case Entry.Managers(var list) -> managers = list;
        }
    }

    boolean knowsSpec(AssignedTask task) {
        return specs.containsKey(key(task));
    }

    List<ManagerAddress> managers() {
        return managers;
    }

    List<TaskJournal.Held> tasks() {
        var found = new ArrayList<TaskJournal.Held>();
        for (AssignedTask task : tasks.values()) {
            ServiceSpec spec = specs.get(key(task));
            if (spec != null) {
                TaskStatus status = statuses.get(task.id());
                found.add(
                        new TaskJournal.Held(
                                task,
                                spec,
                                status == null
                                        ? TaskStatus.of(TaskState.ASSIGNED, Instant.EPOCH)
                                        : status));
            }
        }
        return found;
    }

    /// As few entries as say the same; specs that no task needs are left out.
    List<Entry> condensed() {
        Set<SpecKey> needed = new HashSet<>();
        tasks.values().forEach(task -> needed.add(key(task)));
        specs.keySet().retainAll(needed);
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.Managers(managers));
        specs.forEach((key, spec) ->
                entries.add(new Entry.Spec(new SpecDelivery(key.service(), key.version(), spec))));
        tasks.values().forEach(task -> entries.add(new Entry.Task(task)));
        statuses.forEach((id, status) -> entries.add(new Entry.Status(new TaskUpdate(id, status))));
        return entries;
    }

    int size() {
        return 1 + specs.size() + 2 * tasks.size();
    }

    private static SpecKey key(AssignedTask task) {
        return new SpecKey(task.serviceId(), task.specVersion());
    }
}
