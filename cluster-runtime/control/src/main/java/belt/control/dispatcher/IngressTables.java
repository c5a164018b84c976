package belt.control.dispatcher;

import belt.api.Message;
import belt.model.PortConfig;
import belt.model.PublishMode;
import belt.model.Service;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.Store;
import belt.store.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps every node's forwarder told which ports are published and where the tasks behind them are. The whole table goes
/// to all nodes when it changes, at most once a turn; the routing mesh will replace this by deltas to the nodes that need
/// them.
final class IngressTables {
    private final Store store;
    private Message.IngressTable last = new Message.IngressTable(List.of());
    private boolean dirty = true;

    IngressTables(Store store) {
        this.store = store;
    }

    void serviceChanged() {
        dirty = true;
    }

    void taskChanged(@Nullable Task before, @Nullable Task after) {
        dirty |= serves(before) || serves(after);
    }

    private static boolean serves(@Nullable Task task) {
        return task != null && !task.status().ports().isEmpty();
    }

    void greet(Session session) {
        session.link.send(last);
    }

    void publish(Collection<Session> sessions) {
        if (!dirty) {
            return;
        }
        dirty = false;
        Message.IngressTable table = store.read(IngressTables::table);
        if (!table.equals(last)) {
            last = table;
            sessions.forEach(session -> session.link.send(table));
        }
    }

    static Message.IngressTable table(View view) {
        var ports = new ArrayList<Message.IngressPort>();
        for (Service service : view.services()) {
            for (PortConfig port : service.ports()) {
                if (port.mode() == PublishMode.INGRESS && port.published() != 0) {
                    ports.add(
                            new Message.IngressPort(
                                    port.published(),
                                    port.protocol(),
                                    service.id(),
                                    backends(service, port, view)));
                }
            }
        }
        ports.sort(
                Comparator.comparingInt(Message.IngressPort::published)
                        .thenComparing(p -> p.protocol()));
        return new Message.IngressTable(ports);
    }

    private static List<Message.Backend> backends(Service service, PortConfig port, View view) {
        var backends = new ArrayList<Message.Backend>();
        for (Task task : view.tasksOf(service.id())) {
            if (task.state() != TaskState.RUNNING
                    || task.desired().after(TaskState.RUNNING)
                    || task.nodeId() == null) {
                continue;
            }
            view.node(task.nodeId())
                    .ifPresent(node ->
                            task.status().ports().stream()
                                    .filter(p ->
                                            p.mode() == PublishMode.INGRESS
                                                    && p.target() == port.target()
                                                    && p.protocol() == port.protocol())
                                    .findFirst()
                                    .ifPresent(p ->
                                            backends.add(
                                                    new Message.Backend(
                                                            task.id(),
                                                            node.id(),
                                                            node.status().address(),
                                                            p.published()))));
        }
        backends.sort(Comparator.comparing(Message.Backend::taskId));
        return backends;
    }
}
