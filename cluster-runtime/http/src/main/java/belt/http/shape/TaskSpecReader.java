package belt.http.shape;

import belt.http.server.ApiError;
import belt.model.GenericResource;
import belt.model.LogDriver;
import belt.model.NetworkAttachmentConfig;
import belt.model.Placement;
import belt.model.Platform;
import belt.model.Resources;
import belt.model.RestartPolicy;
import belt.model.TaskRuntime;
import belt.model.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the `TaskTemplate` of a service spec.
final class TaskSpecReader {
    /// The runtime of plain processes, beside Docker's own words.
    static final String EXEC = "belt/exec";

    private TaskSpecReader() {}

    static TaskSpec read(Fields service) {
        Fields task = service.object("TaskTemplate");
        TaskRuntime runtime = runtime(task);
        List<Fields> networks = task.objects("Networks");
        return new TaskSpec(
                runtime,
                ContainerSpecReader.read(task.object("ContainerSpec")),
                limits(task.object("Resources").object("Limits")),
                reservations(task.object("Resources").object("Reservations")),
                restart(task.objectIfAny("RestartPolicy")),
                placement(task.object("Placement")),
                logDriver(task.objectIfAny("LogDriver")),
                networks(networks.isEmpty() ? service.objects("Networks") : networks),
                task.number("ForceUpdate"));
    }

    private static TaskRuntime runtime(Fields task) {
        String word = task.text("Runtime");
        if (word.equals("plugin") || task.has("PluginSpec")) {
            throw ApiError.badRequest("runtime type \"plugin\" only supported in experimental");
        }
        if (!task.has("ContainerSpec")) {
            throw Rpc.invalidArgument("TaskSpec: missing runtime");
        }
        return switch (word) {
            case "", "container" -> TaskRuntime.CONTAINER;
            case EXEC -> TaskRuntime.EXEC;
            default ->
                    throw ApiError.badRequest(
                            "unknown runtime \"" + word + "\": container or " + EXEC);
        };
    }

    private static Resources limits(Fields limits) {
        return new Resources(
                limits.number("NanoCPUs"),
                limits.number("MemoryBytes"),
                limits.number("Pids"),
                List.of());
    }

    private static Resources reservations(Fields reservations) {
        List<GenericResource> generic = new ArrayList<>();
        for (Fields each : reservations.objects("GenericResources")) {
            if (each.has("NamedResourceSpec")) {
                throw Rpc.invalidArgument(
                        "generic resources are requested by their number, not by name");
            }
            Fields discrete = each.object("DiscreteResourceSpec");
            generic.add(new GenericResource(discrete.text("Kind"), "", discrete.number("Value")));
        }
        return new Resources(
                reservations.number("NanoCPUs"), reservations.number("MemoryBytes"), 0, generic);
    }

    private static RestartPolicy restart(@Nullable Fields policy) {
        return policy == null
                ? RestartPolicy.DEFAULT
                : new RestartPolicy(
                        Words.condition(policy.text("Condition")),
                        policy.durationIfAny("Delay"),
                        policy.number("MaxAttempts"),
                        policy.durationIfAny("Window"));
    }

    private static Placement placement(Fields placement) {
        return new Placement(
                placement.texts("Constraints"),
                placement.objects("Preferences").stream()
                        .map(each -> each.object("Spread").text("SpreadDescriptor"))
                        .toList(),
                placement.number("MaxReplicas"),
                placement.objects("Platforms").stream()
                        .map(each -> new Platform(each.text("Architecture"), each.text("OS")))
                        .toList());
    }

    static @Nullable LogDriver logDriver(@Nullable Fields driver) {
        return driver == null
                ? null
                : new LogDriver(driver.text("Name"), driver.textMap("Options"));
    }

    private static List<NetworkAttachmentConfig> networks(List<Fields> networks) {
        return networks.stream()
                .map(each ->
                        new NetworkAttachmentConfig(
                                each.text("Target"),
                                each.texts("Aliases"),
                                each.textMap("DriverOpts")))
                .toList();
    }
}
