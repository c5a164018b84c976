package belt.control.dispatcher;

import belt.api.Message;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.store.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the leader remembers of one node's session: what it was sent, and what is to be sent next. Only the dispatcher's
/// thread touches it.
final class Session {
    private record SpecKey(ServiceId service, long version) {}

    final NodeLink link;
    private final Map<TaskId, TaskState> sent = new HashMap<>();
    private final Set<SpecKey> sentSpecs = new HashSet<>();
    private final Map<TaskId, Message.AssignedTask> tasks = new LinkedHashMap<>();
    private final List<Message.SpecDelivery> specs = new ArrayList<>();
    private final List<TaskId> removed = new ArrayList<>();
    private boolean full;
    long lastSeenNanos;

    Session(NodeLink link, long nowNanos) {
        this.link = link;
        this.lastSeenNanos = nowNanos;
    }

    /// Whether the session runs over exactly this stream: a node that came back has another one.
    @SuppressWarnings("ReferenceEquality")
    boolean owns(NodeLink other) {
        return link == other;
    }

    /// Begins anew with everything the node must hold.
    void resync(View view) {
        full = true; // says everything, also what was said before
        sent.clear();
        sentSpecs.clear();
        tasks.clear();
        specs.clear();
        removed.clear();
        for (Task task : view.tasksOn(link.nodeId())) {
            assign(task, view);
        }
    }

    /// Takes over a task that is new to the node or whose desired state has risen.
    void assign(Task task, View view) {
        TaskState known = sent.get(task.id());
        if (task.number() == 0 || (known != null && !task.desired().after(known))) {
            return;
        }
        ServiceSpec spec = view.spec(task.serviceId(), task.specVersion()).orElse(null);
        if (spec == null) {
            return; // its removal is on the way
        }
        if (sentSpecs.add(new SpecKey(task.serviceId(), task.specVersion()))) {
            specs.add(new Message.SpecDelivery(task.serviceId(), task.specVersion(), spec));
        }
        sent.put(task.id(), task.desired());
        tasks.put(
                task.id(),
                new Message.AssignedTask(
                        task.id(),
                        task.serviceId(),
                        task.specVersion(),
                        task.slot(),
                        task.desired()));
    }

    /// Withdraws a task.
    void withdraw(Task task) {
        tasks.remove(task.id());
        if (sent.remove(task.id()) != null) {
            removed.add(task.id());
        }
        if (sent.isEmpty()) {
            sentSpecs.clear(); // the node drops specs that no task of its needs
        }
    }

    boolean hasNews() {
        return full || !tasks.isEmpty() || !removed.isEmpty();
    }

    /// What is to be sent now, or null if there is nothing; the next call begins anew.
    Message.@Nullable Assignments takeNews() {
        if (!hasNews()) {
            return null;
        }
        var news = new Message.Assignments(full, specs, List.copyOf(tasks.values()), removed);
        full = false;
        specs.clear();
        tasks.clear();
        removed.clear();
        return news;
    }
}
