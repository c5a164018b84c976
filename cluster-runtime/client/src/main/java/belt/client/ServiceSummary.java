package belt.client;

import java.util.List;
import java.util.Map;

/// A service.
///
/// @param id its id
/// @param version of the object, for updates
/// @param name its name
/// @param mode `replicated`, `global`, `replicated-job`, `global-job`
/// @param image empty for plain processes
/// @param running tasks that run; only in lists
/// @param desired tasks that shall run: from the spec, or in lists as the managers count; 0 for global ones else
/// @param ports as published
/// @param document everything
public record ServiceSummary(
        String id,
        long version,
        String name,
        String mode,
        String image,
        long running,
        long desired,
        List<Port> ports,
        JsonObject document) {
    /// A published port.
    ///
    /// @param published 0 while none is chosen
    /// @param host only on nodes that run a task
    public record Port(int published, int target, String protocol, boolean host) {}

    public ServiceSummary {
        ports = List.copyOf(ports);
    }

    static ServiceSummary of(JsonObject service) {
        boolean counted = service.has("ServiceStatus");
        return new ServiceSummary(
                service.text("ID"),
                service.number("Version", "Index"),
                service.text("Spec", "Name"),
                mode(service),
                service.text("Spec", "TaskTemplate", "ContainerSpec", "Image"),
                service.number("ServiceStatus", "RunningTasks"),
                counted
                        ? service.number("ServiceStatus", "DesiredTasks")
                        : service.number("Spec", "Mode", "Replicated", "Replicas"),
                service.objects("Endpoint", "Ports").stream().map(ServiceSummary::port).toList(),
                service);
    }

    private static Port port(JsonObject port) {
        return new Port(
                (int) port.number("PublishedPort"),
                (int) port.number("TargetPort"),
                port.text("Protocol"),
                port.text("PublishMode").equals("host"));
    }

    private static String mode(JsonObject service) {
        JsonObject mode = service.object("Spec", "Mode");
        return mode.has("Global")
                ? "global"
                : mode.has("ReplicatedJob")
                        ? "replicated-job"
                        : mode.has("GlobalJob") ? "global-job" : "replicated";
    }

    /// The wish, to be changed and sent back.
    public JsonObject spec() {
        return document.object("Spec");
    }

    public Map<String, String> labels() {
        return document.textMap("Spec", "Labels");
    }

    /// Whether its tasks are plain processes.
    public boolean exec() {
        return document.text("Spec", "TaskTemplate", "Runtime").equals(ServiceDraft.EXEC);
    }

    /// How far the last update is: `updating`, `paused`, `completed`, `rollback_…`; empty if there was none.
    public String updateState() {
        return document.text("UpdateStatus", "State");
    }

    public String updateMessage() {
        return document.text("UpdateStatus", "Message");
    }
}
