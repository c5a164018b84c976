package belt.http.shape;

import belt.http.json.JsonWriter;
import belt.model.ContainerStatus;
import belt.model.NodeId;
import belt.model.PublishMode;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskStatus;
import org.jspecify.annotations.Nullable;

/// Writes a `Task`.
public final class TaskJson {
    private TaskJson() {}

    /// Writes one task where a value is due.
    ///
    /// @param spec the service's spec that it was made from; null if that is gone
    public static void write(JsonWriter out, Task task, @Nullable ServiceSpec spec) {
        out.object(o -> {
            MetaJson.members(o, task.id().value(), task.meta());
            o.object("Labels", _ -> {});
            o.object(
                    "Spec",
                    s -> {
                        if (spec != null) {
                            TaskSpecJson.members(s, spec.task(), false);
                        }
                    });
            o.text("ServiceID", task.serviceId().value());
            o.numberIfAny("Slot", task.slot());
            NodeId node = task.nodeId();
            if (node != null) {
                o.text("NodeID", node.value());
            }
            o.object("Status", s -> status(s, task.status()));
            o.text("DesiredState", Words.of(task.desired()));
            if (spec != null && ServiceJson.isJob(spec.mode())) {
                o.object("JobIteration", j -> j.numberIfAny("Index", task.jobIteration()));
            }
            o.nothing("Volumes");
        });
    }

    private static void status(JsonWriter o, TaskStatus status) {
        o.time("Timestamp", status.at());
        o.text("State", Words.of(status.state()));
        o.textIfAny("Message", status.message());
        o.textIfAny("Err", status.error());
        ContainerStatus container = status.container();
        if (container != null) {
            o.object(
                    "ContainerStatus",
                    c -> {
                        c.text("ContainerID", container.containerId());
                        c.number("PID", container.pid());
                        c.number("ExitCode", container.exitCode());
                    });
        }
        o.object(
                "PortStatus",
                p ->
                        ServiceJson.ports(
                                p,
                                status.ports().stream()
                                        .filter(port -> port.mode() == PublishMode.HOST)
                                        .toList()));
    }
}
