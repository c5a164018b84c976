package belt.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A service as somebody wants it, in the few words that `belt.yaml` has. Everything else is the API's default.
///
/// @param name its name
/// @param labels of the service
/// @param exec plain processes instead of containers
/// @param image empty for plain processes
/// @param command for containers the arguments of the image's entry point, for processes the whole command
/// @param env `KEY=VALUE`
/// @param constraints where tasks may run
/// @param global one task on every node
/// @param replicas how many tasks else
/// @param ports what is published
/// @param memoryBytes limit; 0 = none
/// @param nanoCpus limit; 0 = none
public record ServiceDraft(
        String name,
        Map<String, String> labels,
        boolean exec,
        String image,
        List<String> command,
        List<String> env,
        List<String> constraints,
        boolean global,
        long replicas,
        List<ServiceSummary.Port> ports,
        long memoryBytes,
        long nanoCpus) {
    /// The API's word for plain processes.
    public static final String EXEC = "belt/exec";

    public ServiceDraft {
        labels = new LinkedHashMap<>(labels);
        command = List.copyOf(command);
        env = List.copyOf(env);
        constraints = List.copyOf(constraints);
        ports = List.copyOf(ports);
    }

    /// The spec to create it with.
    public JsonObject spec() {
        return over(JsonObject.empty().put(0L, "TaskTemplate", "ForceUpdate"));
    }

    /// A present spec with this draft's words in it.
    JsonObject over(JsonObject present) {
        JsonObject spec = JsonObject.of(present.members());
        spec.put(name, "Name").put(new LinkedHashMap<>(labels), "Labels");
        if (!exec) {
            spec.put(image, "TaskTemplate", "ContainerSpec", "Image");
        }
        String words = exec ? "Command" : "Args";
        spec.put(command, "TaskTemplate", "ContainerSpec", words);
        spec.put(env, "TaskTemplate", "ContainerSpec", "Env");
        spec.put(exec ? EXEC : "container", "TaskTemplate", "Runtime");
        spec.put(constraints, "TaskTemplate", "Placement", "Constraints");
        limit(spec, memoryBytes, "MemoryBytes");
        limit(spec, nanoCpus, "NanoCPUs");
        spec.remove("Mode");
        if (global) {
            spec.put(JsonObject.empty(), "Mode", "Global");
        } else {
            spec.put(replicas, "Mode", "Replicated", "Replicas");
        }
        spec.put("vip", "EndpointSpec", "Mode");
        spec.put(ports(ports), "EndpointSpec", "Ports");
        return spec;
    }

    private static void limit(JsonObject spec, long value, String name) {
        if (value > 0) {
            spec.put(value, "TaskTemplate", "Resources", "Limits", name);
        } else {
            spec.remove("TaskTemplate", "Resources", "Limits", name);
        }
    }

    /// Published ports in the API's form.
    public static List<JsonObject> ports(List<ServiceSummary.Port> ports) {
        var list = new ArrayList<JsonObject>();
        for (ServiceSummary.Port port : ports) {
            var object = JsonObject.empty().put(port.protocol(), "Protocol");
            object.put((long) port.target(), "TargetPort");
            if (port.published() > 0) {
                object.put((long) port.published(), "PublishedPort");
            }
            list.add(object.put(port.host() ? "host" : "ingress", "PublishMode"));
        }
        return list;
    }
}
